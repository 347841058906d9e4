import { join } from 'node:path'
import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import type { LocalCloudOptions } from '../../local-cloud-types.ts'
import { SAMPLE_INPUTS, SAMPLE_STACKS } from './sample-stacks.ts'
import { temporaryFolder, writeStacks, writeZip } from './write-stacks.ts'

const HANDLER = `
export const handler = async (event) => {
  if (event.fail) throw Object.assign(new Error('asked to'), { name: 'AskedToError' })
  if (event.wait) await new Promise((done) => setTimeout(done, event.wait))
  return { event, bucket: process.env.BUCKET, database: process.env.DATABASE, key: process.env.AWS_ACCESS_KEY_ID }
}`

/** Writes the sample stacks into a new folder and gives the options to run them. */
export async function sampleOptions(more: Partial<LocalCloudOptions> = {}): Promise<LocalCloudOptions> {
  const folder = await temporaryFolder()
  await writeStacks(join(folder, 'stacks'), SAMPLE_STACKS)
  await writeZip(join(folder, 'stacks/work/assets/echo.zip'), { 'index.mjs': HANDLER })
  return {
    ...SAMPLE_INPUTS,
    stacksFolder: join(folder, 'stacks'),
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, 'cache'),
    secrets: { 'aws_secretsmanager_secret.source': '{"username":"reader"}' },
    ...more,
  }
}

/** The sample stack `work` with its roles changed. */
export function workWithRoles(
  change: (roles: Readonly<Record<string, JsonObject>>) => Record<string, JsonObject>,
): JsonObject {
  const work = structuredClone(SAMPLE_STACKS['work'] as { resource: { aws_iam_role: Record<string, JsonObject> } })
  return { ...work, resource: { ...work.resource, aws_iam_role: change(work.resource.aws_iam_role) } }
}

/** The sample stack `work` with its state machine changed. */
export function workWithMachine(machine: JsonObject): JsonObject {
  const work = structuredClone(SAMPLE_STACKS['work'] as { resource: JsonObject })
  return { ...work, resource: { ...work.resource, aws_sfn_state_machine: { main: machine } } }
}
