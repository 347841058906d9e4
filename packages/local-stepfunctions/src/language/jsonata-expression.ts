import { createHash, randomUUID } from 'node:crypto'
import jsonata from 'jsonata'
import { queryFailure } from './failure.ts'
import type { Json, JsonObject } from './json.ts'

const DELIMITED = /^\s*\{%([\s\S]*)%\}\s*$/
const CACHE_LIMIT = 2000
const cache = new Map<string, Query>()
/** Steps after which an evaluation counts as endless. */
const MOST_STEPS = 1_000_000

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
    const message =
      typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
    throw queryFailure(
      `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation. ${message}`,
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
  const copy: Json = JSON.parse(JSON.stringify(value))
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
    expression = jsonata(text)
  } catch {
    throw queryFailure(`The JSONata expression '${text}' specified for the field '${location}' is not valid.`, location)
  }
  addStepFunctions(expression)
  const query: Query = { expression, running: 0, steps: 0 }
  // jsonata calls this at every step; an endless loop of it would never let the event loop go.
  const hook: unknown = Symbol.for('jsonata.__evaluate_entry')
  expression.assign(hook as string, () => {
    query.steps += 1
    if (query.steps > MOST_STEPS) throw new Error('Expression evaluation timeout: Check for infinite loop')
  })
  if (cache.size >= CACHE_LIMIT) cache.clear()
  cache.set(text, query)
  return query
}

// The functions that Step Functions adds to JSONata in place of intrinsic functions; $eval is taken away.
function addStepFunctions(expression: jsonata.Expression): void {
  expression.registerFunction('partition', partition, '<a-n:a<a>>')
  expression.registerFunction('range', range, '<nnn:a<n>>')
  expression.registerFunction('hash', hash, '<ss?:s>')
  expression.registerFunction('random', random, '<n?:n>')
  expression.registerFunction('uuid', () => randomUUID(), '<:s>')
  expression.registerFunction('parse', (text: string): unknown => JSON.parse(text), '<s:x>')
  expression.assign('eval', undefined)
}

function partition(items: unknown[], size: number): unknown[][] {
  const width = Math.max(1, Math.round(size))
  return Array.from({ length: Math.ceil(items.length / width) }, (_, index) =>
    items.slice(index * width, (index + 1) * width),
  )
}

function range(first: number, last: number, step: number): number[] {
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1)
  return Array.from({ length: Math.min(length, 1000) }, (_, index) => first + index * step)
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

function hash(text: string, algorithm = 'SHA-1'): string {
  const name = HASHES[algorithm]
  if (name === undefined) throw new Error(`${algorithm} is not one of ${Object.keys(HASHES).join(', ')}`)
  return createHash(name).update(text).digest('hex')
}

function random(seed?: number): number {
  if (seed === undefined) return Math.random()
  const digest = createHash('sha256').update(String(seed)).digest()
  return digest.readUInt32BE(0) / 4_294_967_296
}
