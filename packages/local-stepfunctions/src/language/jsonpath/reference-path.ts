import { getKey, isObject, type Json, type JsonObject, setKey } from '../json.ts'
import type { Path } from './path.ts'

/**
 * The document with `value` put at a reference path (ResultPath); objects on the way are made where they are missing.
 * Copies only what it changes. Undefined when the path crosses something that is not a container.
 */
export function putAt(document: Json, path: Path, value: Json): Json | undefined {
  return putFrom(document, path, 0, value)
}

function putFrom(target: Json | undefined, path: Path, depth: number, value: Json): Json | undefined {
  const segment = path.segments[depth]
  if (segment === undefined) return value
  if (segment.kind === 'key') {
    if (target !== undefined && target !== null && !isObject(target)) return undefined
    const key = segment.keys[0] ?? ''
    const base: JsonObject = isObject(target) ? target : {}
    const inner = putFrom(getKey(base, key), path, depth + 1, value)
    if (inner === undefined) return undefined
    const copy = { ...base }
    setKey(copy, key, inner)
    return copy
  }
  if (segment.kind !== 'index' || !Array.isArray(target)) return undefined
  const index = segment.indexes[0] ?? 0
  if (index < 0 || index >= target.length) return undefined
  const inner = putFrom(target[index], path, depth + 1, value)
  return inner === undefined ? undefined : target.with(index, inner)
}
