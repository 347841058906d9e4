import type { JsonObject } from '../json.ts'
import { isExpression } from './check-simple.ts'
import { isReferencePath } from './check-expressions.ts'
import type { Problems } from './problems.ts'

/** Checks a whole number, literal or expression, and its Path form, which exclude each other. */
export function checkCount(
  owner: JsonObject,
  name: string,
  least: string,
  most: string | undefined,
  at: string,
  problems: Problems,
): void {
  const value = owner[name]
  if (typeof value === 'number' && Number.isInteger(value)) problems.bounds(value, least, most, `${at}/${name}`)
  else if (value !== undefined && !isExpression(value))
    problems.schema('Expected value of type Integer', `${at}/${name}`)
  problems.onlyOne(owner, [name, `${name}Path`], at)
  checkReferencePath(owner, `${name}Path`, at, problems)
}

/** A Path field of a number leads to one place of the input or of a variable, not into the context object. */
export function checkReferencePath(owner: JsonObject, name: string, at: string, problems: Problems): void {
  const value = owner[name]
  if (value !== undefined && !(typeof value === 'string' && isReferencePath(value, ['input', 'variable'])))
    problems.schema('Value is not a Reference Path', `${at}/${name}`)
}
