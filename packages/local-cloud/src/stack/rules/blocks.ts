import { isObject, type Json, type JsonObject } from '@hourglass/local-stepfunctions/language/json'

/** Nested blocks: Terraform JSON writes one as an object or a list of one. */
export function asBlocks(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject)
  return isObject(value) ? [value] : []
}

/** A list of text; one text alone is a list of one. */
export function asTexts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
