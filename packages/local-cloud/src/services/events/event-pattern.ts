import { getKey, isObject, type Json, jsonEquals } from '@hourglass/local-stepfunctions/language/json'

/** An event pattern that EventBridge would refuse, or that uses a filter not supported here. */
class EventPatternError extends Error {
  override readonly name = 'EventPatternError'
}

/**
 * Whether an event matches a pattern: every key of the pattern must match; a list matches when one of its entries does.
 * Filters: exact values, prefix, suffix, equals-ignore-case, anything-but, exists, numeric.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws EventPatternError
 */
export function matchesPattern(pattern: Json, event: Json | undefined): boolean {
  if (!isObject(pattern)) throw new EventPatternError('an event pattern must be an object')
  return Object.entries(pattern).every(([key, expected]) => {
    const value = isObject(event) ? getKey(event, key) : undefined
    if (key === '$or') return asList(expected, key).some((alternative) => matchesPattern(alternative, event))
    return Array.isArray(expected) ? matchesList(expected, value) : matchesPattern(expected, value)
  })
}

/**
 * Looks at every part of a pattern, also at those that no event has reached yet.
 * @throws EventPatternError
 */
export function checkPattern(pattern: Json): void {
  if (!isObject(pattern)) throw new EventPatternError('an event pattern must be an object')
  for (const [key, expected] of Object.entries(pattern)) {
    if (key === '$or') asList(expected, key).forEach(checkPattern)
    else if (Array.isArray(expected)) for (const entry of expected) matchesEntry(entry, '')
    else checkPattern(expected)
  }
}

/** A list in the event matches when one of its items does. */
function matchesList(expected: readonly Json[], value: Json | undefined): boolean {
  const candidates = Array.isArray(value) ? value : [value]
  return expected.some((entry) => candidates.some((candidate) => matchesEntry(entry, candidate)))
}

function matchesEntry(entry: Json, value: Json | undefined): boolean {
  if (!isObject(entry)) return value !== undefined && jsonEquals(entry, value)
  const [filter, ...more] = Object.entries(entry)
  if (filter === undefined || more.length > 0) throw new EventPatternError('a filter must have exactly one operator')
  const [operator, operand] = filter
  const test = FILTERS[operator]
  if (test === undefined) throw new EventPatternError(`the filter "${operator}" is not supported here`)
  return test(operand, value)
}

const FILTERS: Readonly<Record<string, (operand: Json, value: Json | undefined) => boolean>> = {
  prefix: (operand, value) => typeof value === 'string' && value.startsWith(asText(operand)),
  suffix: (operand, value) => typeof value === 'string' && value.endsWith(asText(operand)),
  'equals-ignore-case': (operand, value) =>
    typeof value === 'string' && value.toLowerCase() === asText(operand).toLowerCase(),
  exists: (operand, value) => (value !== undefined) === operand,
  'anything-but': (operand, value) => {
    if (value === undefined) return false
    const excluded = Array.isArray(operand) ? operand : [operand]
    return !excluded.some((entry) => matchesEntry(entry, value))
  },
  numeric: (operand, value) => typeof value === 'number' && matchesNumbers(asList(operand, 'numeric'), value),
}

/** `[">", 0, "<=", 5]`. */
function matchesNumbers(terms: readonly Json[], value: number): boolean {
  for (let index = 0; index < terms.length; index += 2) {
    const limit = Number(terms[index + 1])
    const holds = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    }
    const term = asText(terms[index] ?? '')
    if (!Object.hasOwn(holds, term))
      throw new EventPatternError(`"${term}" is not a numeric comparison; expected =, <, <=, > or >=`)
    if (!Reflect.get(holds, term)) return false
  }
  return true
}

function asText(value: Json): string {
  if (typeof value === 'string') return value
  throw new EventPatternError('a filter that compares text takes text')
}

function asList(value: Json, name: string): readonly Json[] {
  if (Array.isArray(value)) return value
  throw new EventPatternError(`"${name}" takes a list`)
}
