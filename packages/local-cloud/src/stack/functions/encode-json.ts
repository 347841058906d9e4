import { isObject, type Json } from '@hourglass/local-stepfunctions/language/json'

/**
 * JSON as Terraform's jsonencode writes it: sorted keys, and `<`, `>`, `&` and the line separators escaped.
 * https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function encodeJson(value: Json): string {
  const text = JSON.stringify(sortKeys(value))
  return text.replaceAll(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isObject(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}
