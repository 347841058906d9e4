import type { EngineCore } from '../engine/core.ts'
import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'

/** Most tags of one resource. */
const MOST_TAGS = 50

/** TagResource. */
export function tagResource(core: EngineCore, input: Input): JsonObject {
  const { tags, note } = tagged(core, input)
  addTags(tags, input.optionalList('tags') ?? [])
  note()
  return {}
}

/** UntagResource. */
export function untagResource(core: EngineCore, input: Input): JsonObject {
  const { tags, note } = tagged(core, input)
  for (const key of input.optionalList('tagKeys') ?? []) if (typeof key === 'string') tags.delete(key)
  note()
  return {}
}

/** ListTagsForResource. */
export function listTagsForResource(core: EngineCore, input: Input): JsonObject {
  return { tags: [...tagged(core, input).tags].map(([key, value]) => ({ key, value })) }
}

/** Adds tags of a request. @throws ApiError TooManyTags, ValidationException */
export function addTags(tags: Map<string, string>, list: readonly Json[]): void {
  for (const tag of list) {
    const { key, value } = isObject(tag) ? tag : {}
    if (typeof key !== 'string' || key === '') throw validationError('A tag needs a key')
    tags.set(key, typeof value === 'string' ? value : '')
  }
  if (tags.size > MOST_TAGS) throw new ApiError('TooManyTags', `A resource may have at most ${MOST_TAGS} tags`)
}

/** The tags of a machine or an activity; `note` writes them down after a change. */
function tagged(core: EngineCore, input: Input): { readonly tags: Map<string, string>; readonly note: () => void } {
  const arn = input.string('resourceArn')
  const machine = core.registry.machines.get(arn)
  if (machine !== undefined) return { tags: machine.tags, note: () => core.noteMachine(machine) }
  const activity = core.activities.find(arn)
  if (activity !== undefined) return { tags: activity.tags, note: () => core.noteActivity(activity) }
  throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { extra: { resourceName: arn } })
}
