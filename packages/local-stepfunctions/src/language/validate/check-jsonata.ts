import jsonata from 'jsonata'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { expressionIn } from '../jsonata-expression.ts'
import { referencesOf } from '../jsonata-references.ts'
import type { Problems } from './problems.ts'

// Flows inside have checks of their own; Retry holds no expressions.
const OTHER_FIELDS = ['ItemProcessor', 'Iterator', 'Branches', 'Retry', 'Comment', 'Resource']
const WITH_RESULT: readonly Json[] = ['Task', 'Parallel', 'Map']

/**
 * Checks every JSONata expression of a state: that it parses, that it starts from `$states` or a variable, and that
 * it asks `$states` only for what is there where it stands.
 */
export function checkJsonata(state: JsonObject, at: string, problems: Problems): void {
  for (const [field, value] of Object.entries(state)) {
    if (OTHER_FIELDS.includes(field)) continue
    const isResult = (field === 'Output' || field === 'Assign') && WITH_RESULT.includes(state['Type'] ?? null)
    checkValue(value, `${at}/${field}`, isResult ? ['result'] : [], problems)
  }
}

function checkValue(value: Json, at: string, extra: readonly string[], problems: Problems): void {
  if (typeof value === 'string') {
    const expression = expressionIn(value)
    if (expression !== undefined) checkExpression(expression, at, extra, problems)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkValue(item, `${at}[${index}]`, extra, problems)
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const isCatcher = /\/Catch\[\d+\]$/.test(at) && (key === 'Output' || key === 'Assign')
      checkValue(item, `${at}/${key}`, isCatcher ? ['errorOutput'] : extra, problems)
    }
  }
}

function checkExpression(text: string, at: string, extra: readonly string[], problems: Problems): void {
  let tree: unknown
  try {
    tree = jsonata(text).ast()
  } catch (error) {
    const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined
    problems.add('INVALID_JSONATA_EXPRESSION', typeof message === 'string' ? message : 'Invalid expression', at)
    return
  }
  const { names, states } = referencesOf(tree)
  const refuse = (message: string): void => problems.add('UNSUPPORTED_JSONATA_EXPRESSION', message, at)
  for (const name of names) refuse(`Reference to '${name}' at the top level is not supported.`)
  for (const field of states)
    if (!['input', 'context', ...extra].includes(field)) refuse(`Field '$states.${field}' does not exist.`)
}
