/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  [key: string]: Json
}

/** True for `{...}`, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses JSON text; undefined when it is not JSON. */
export function tryParseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** Sets a key even when it is `__proto__`, which plain assignment would swallow. */
export function setKey(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true })
    return
  }
  target[key] = value
}

/** Reads an own key; undefined when it is absent (never a value from the prototype). */
export function getKey(target: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(target, key) ? target[key] : undefined
}

/** Equality of JSON values, whatever the order of keys. */
export function jsonEquals(a: Json, b: Json): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => jsonEquals(item, b[index] ?? null))
  }
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => sameKey(a, b, key))
}

function sameKey(a: JsonObject, b: JsonObject, key: string): boolean {
  const left = getKey(a, key)
  const right = getKey(b, key)
  return left !== undefined && right !== undefined && jsonEquals(left, right)
}

/** Size of a text in UTF-8 bytes, the unit of every AWS payload limit. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** Largest input or output of a task, state or execution, in UTF-8 bytes (service quotas). */
export const PAYLOAD_LIMIT_BYTES = 262_144
