import jsonata from 'jsonata'
import { queryFailure } from './failure.ts'
import { addStepFunctions, ExpressionLimitError } from './jsonata-functions.ts'
import type { Json, JsonObject } from './json.ts'

const DELIMITED = /^\s*\{%([\s\S]*)%\}\s*$/
const CACHE_LIMIT = 2000
const cache = new Map<string, Query>()
/** Steps after which an evaluation counts as endless. */
const MOST_STEPS = 1_000_000
/** Deepest nesting of an evaluation (measured on AWS: between 99 and 101). */
const DEEPEST = 100
/** Most elements of a range, and most characters of a text, before AWS calls the memory exceeded (measured). */
const MOST_ELEMENTS = 873_782
const MOST_CHARACTERS = 4_194_304

/** A compiled expression, which all its evaluations share. */
interface Query {
  readonly expression: jsonata.Expression
  running: number
  /** Steps since nothing ran last. */
  steps: number
}

/** The expression inside `{% ... %}`, trimmed; undefined for any other text. */
export function expressionIn(text: string): string | undefined {
  if (!text.startsWith('{%') || !text.endsWith('%}')) return undefined
  return DELIMITED.exec(text)?.[1]?.trim()
}

/** What `$states` and the variables stand for. */
export interface QueryScope {
  readonly states: JsonObject
  readonly variables: JsonObject
}

/**
 * Evaluates one JSONata expression. `location` is the field it stands in, such as `Output/total`.
 * @throws StateFailure States.QueryEvaluationError when it fails, gives nothing, or gives a function
 */
export async function evaluateQuery(text: string, location: string, scope: QueryScope): Promise<Json> {
  const query = compile(text, location)
  let value: unknown
  try {
    value = await evaluate(query, { ...scope.variables, states: scope.states })
  } catch (error) {
    throw queryFailure(
      `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation${ending(error)}`,
      location,
    )
  }
  if (value === undefined) {
    throw queryFailure(
      `The JSONata expression '${text}' specified for the field '${location}' returned nothing (undefined).`,
      location,
    )
  }
  if (typeof value === 'function' || isLambda(value)) {
    throw queryFailure(
      `The JSONata expression '${text}' specified for the field '${location}' returned an unsupported result type.`,
      location,
    )
  }
  // jsonata marks sequences with extra properties; a copy through JSON text sheds them.
  const copy: Json = JSON.parse(JSON.stringify(value, infiniteAsText))
  return copy
}

/** Evaluates every `{% %}` string inside a value. @throws StateFailure */
export async function evaluateJsonataTemplate(template: Json, location: string, scope: QueryScope): Promise<Json> {
  if (typeof template === 'string') {
    const expression = expressionIn(template)
    return expression === undefined ? template : evaluateQuery(expression, location, scope)
  }
  if (Array.isArray(template)) {
    const values: Json[] = []
    for (const [index, item] of template.entries())
      values.push(await evaluateJsonataTemplate(item, `${location}[${index}]`, scope))
    return values
  }
  if (typeof template !== 'object' || template === null) return template
  const result: JsonObject = {}
  for (const [key, item] of Object.entries(template))
    result[key] = await evaluateJsonataTemplate(item, `${location}/${key}`, scope)
  return result
}

// 1/0 is the text "Infinity" (observed 2026-08-30); JSON has no such number.
function infiniteAsText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

// AWS ends its sentence with the code and message of JSONata, or with a bound of its own, which has no code.
function ending(error: unknown): string {
  const field = (name: string): string => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  const code = field('code')
  if (code === 'D1011')
    return ': Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive'
  return code === '' ? `: ${field('message')}` : `. ${code}: ${field('message')}`
}

function isLambda(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value)
}

async function evaluate(query: Query, bindings: JsonObject): Promise<unknown> {
  if (query.running === 0) query.steps = 0
  query.running += 1
  try {
    const value: unknown = await query.expression.evaluate(undefined, bindings)
    return value
  } finally {
    query.running -= 1
  }
}

function compile(text: string, location: string): Query {
  const known = cache.get(text)
  if (known !== undefined) return known
  let expression: jsonata.Expression
  try {
    expression = jsonata(text, { stack: DEEPEST })
  } catch {
    throw queryFailure(`The JSONata expression '${text}' specified for the field '${location}' is not valid.`, location)
  }
  addStepFunctions(expression)
  const query: Query = { expression, running: 0, steps: 0 }
  // jsonata calls this at every step; an endless loop of it would never let the event loop go.
  const hook: unknown = Symbol.for('jsonata.__evaluate_entry')
  expression.assign(hook as string, () => {
    query.steps += 1
    if (query.steps > MOST_STEPS)
      throw new ExpressionLimitError('Expression evaluation timeout: Check for infinite loop')
  })
  const exit: unknown = Symbol.for('jsonata.__evaluate_exit')
  expression.assign(exit as string, (_node: unknown, _input: unknown, _environment: unknown, result: unknown) => {
    const isLarge =
      typeof result === 'string'
        ? result.length > MOST_CHARACTERS
        : Array.isArray(result) && result.length > MOST_ELEMENTS
    if (isLarge) throw ExpressionLimitError.memory()
  })
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(text, query)
  return query
}
