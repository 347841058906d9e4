import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { ExpressionError } from './syntax.ts'

/**
 * A value as Terraform writes it into text.
 * @throws ExpressionError for null, lists and objects
 */
export function toText(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new ExpressionError(
    `${value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object'} cannot become text`,
  )
}
