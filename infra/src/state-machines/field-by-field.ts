import type { PayloadTemplate } from './asl.ts'

/** A template that copies fields of an object: `{"a.$": "$.a"}`. Every field must be there when the state starts. */
export function fieldByField(fields: readonly string[], from: `$${string}` = '$'): PayloadTemplate {
  return Object.fromEntries(fields.map((field) => [`${field}.$`, `${from}.${field}`]))
}
