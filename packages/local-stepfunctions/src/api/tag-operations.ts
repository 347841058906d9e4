import type { EngineCore } from '../engine/core.ts'
import type { StateMachine } from '../engine/state-machine.ts'
import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'

/** Most tags of one resource. */
const MOST_TAGS = 50

/** TagResource. */
export function tagResource(core: EngineCore, input: Input): JsonObject {
  const machine = taggedMachine(core, input)
  addTags(machine.tags, input.optionalList('tags') ?? [])
  core.noteMachine(machine)
  return {}
}

/** UntagResource. */
export function untagResource(core: EngineCore, input: Input): JsonObject {
  const machine = taggedMachine(core, input)
  for (const key of input.optionalList('tagKeys') ?? []) if (typeof key === 'string') machine.tags.delete(key)
  core.noteMachine(machine)
  return {}
}

/** ListTagsForResource. */
export function listTagsForResource(core: EngineCore, input: Input): JsonObject {
  return { tags: [...taggedMachine(core, input).tags].map(([key, value]) => ({ key, value })) }
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

function taggedMachine(core: EngineCore, input: Input): StateMachine {
  const arn = input.string('resourceArn')
  const machine = core.registry.machines.get(arn)
  if (machine === undefined)
    throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { extra: { resourceName: arn } })
  return machine
}
