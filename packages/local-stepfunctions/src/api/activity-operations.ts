import type { EngineCore } from '../engine/core.ts'
import { isValidName } from '../engine/names.ts'
import type { Activity } from '../integrations/activities.ts'
import type { JsonObject } from '../language/json.ts'
import { ApiError } from './api-error.ts'
import type { Input } from './input.ts'
import { pageOf, tokenField } from './pages.ts'
import { addTags } from './tag-operations.ts'

/** CreateActivity. The same name again gives the same activity. */
export function createActivity(core: EngineCore, input: Input): JsonObject {
  const name = input.string('name')
  if (!isValidName(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`)
  const arn = `arn:aws:states:${core.region}:${core.accountId}:activity:${name}`
  const existing = core.activities.find(arn)
  const activity = existing ?? { arn, name, creationDate: core.clock.now(), tags: new Map<string, string>() }
  if (existing === undefined) addTags(activity.tags, input.optionalList('tags') ?? [])
  core.activities.add(activity)
  core.noteActivity(activity)
  return { activityArn: arn, creationDate: activity.creationDate / 1000 }
}

/** DeleteActivity. Succeeds for an activity that is not there. */
export function deleteActivity(core: EngineCore, input: Input): JsonObject {
  core.deleteActivity(checkedArn(input.string('activityArn')))
  return {}
}

/** DescribeActivity. */
export function describeActivity(core: EngineCore, input: Input): JsonObject {
  const { arn, name, creationDate } = activityOrFail(core, input.string('activityArn'))
  return {
    activityArn: arn,
    name,
    creationDate: creationDate / 1000,
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  }
}

/** ListActivities, by name. */
export function listActivities(core: EngineCore, input: Input): JsonObject {
  const activities = core.activities.all().sort((a, b) => (a.name < b.name ? -1 : 1))
  const page = pageOf(activities, ({ arn }) => arn, {
    size: input.optionalNumber('maxResults', 0, 1000),
    token: input.optionalString('nextToken'),
  })
  const listed = page.items.map(({ arn, name, creationDate }) => ({
    activityArn: arn,
    name,
    creationDate: creationDate / 1000,
  }))
  return { activities: listed, ...tokenField(page.nextToken) }
}

/** GetActivityTask: waits up to a minute, and answers with nothing when no task came. */
export async function getActivityTask(core: EngineCore, input: Input): Promise<JsonObject> {
  const { arn } = activityOrFail(core, input.string('activityArn'))
  const task = await core.activities.poll(arn)
  if (task === undefined) return {}
  task.taken(input.optionalString('workerName'))
  return { taskToken: task.token, input: task.input }
}

function activityOrFail(core: EngineCore, arn: string): Activity {
  const activity = core.activities.find(checkedArn(arn))
  if (activity === undefined) throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`)
  return activity
}

function checkedArn(arn: string): string {
  if (/^arn:[^:]+:states:[^:]*:\d*:activity:.+/.test(arn)) return arn
  throw new ApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`)
}
