import type { ChoiceRule } from './definition.ts'
import { runtimeFailure } from './failure.ts'
import { isObject, type Json } from './json.ts'
import { PathNotFoundError } from './jsonpath/evaluate-path.ts'
import { parsePath } from './jsonpath/parse-path.ts'
import { type PathScope, resolvePath } from './payload-template.ts'
import { parseTimestamp } from './timestamp.ts'

type Test = (value: Json | undefined, operand: Json) => boolean

const sameType = (type: 'string' | 'number' | 'boolean', compare: (a: never, b: never) => boolean): Test => {
  return (value, operand) =>
    typeof value === type && typeof operand === type && compare(value as never, operand as never)
}

const onTimes = (compare: (a: number, b: number) => boolean): Test => {
  return (value, operand) => {
    if (typeof value !== 'string' || typeof operand !== 'string') return false
    const [a, b] = [parseTimestamp(value), parseTimestamp(operand)]
    return a !== undefined && b !== undefined && compare(a, b)
  }
}

const orders: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  GreaterThan: (a, b) => a > b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThanEquals: (a, b) => a >= b,
}

/** Comparisons of typed values, by operator name. */
const COMPARISONS: Readonly<Record<string, Test>> = {
  BooleanEquals: sameType('boolean', (a, b) => a === b),
  StringMatches: (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' && wildcard(operand).test(value),
  ...Object.fromEntries(
    Object.entries(orders).flatMap(([name, compare]): [string, Test][] => [
      [`String${name}`, sameType('string', compare)],
      [`Numeric${name}`, sameType('number', compare)],
      [`Timestamp${name}`, onTimes(compare)],
    ]),
  ),
}

/** Tests of what a value is. */
const TYPE_TESTS: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
}

/** Every operator a JSONPath choice rule may use besides And, Or and Not. */
export const CHOICE_OPERATORS: ReadonlySet<string> = new Set([
  ...Object.keys(COMPARISONS).flatMap((name) => (name === 'StringMatches' ? [name] : [name, `${name}Path`])),
  ...Object.keys(TYPE_TESTS),
  'IsPresent',
])

/** Whether a JSONPath choice rule holds. @throws StateFailure States.Runtime when its Variable leads nowhere */
export function matchesRule(rule: ChoiceRule, scope: PathScope): boolean {
  const { And, Or, Not, Variable } = rule
  if (Array.isArray(And)) return And.every((inner) => isObject(inner) && matchesRule(inner, scope))
  if (Array.isArray(Or)) return Or.some((inner) => isObject(inner) && matchesRule(inner, scope))
  if (isObject(Not)) return !matchesRule(Not, scope)
  const operator = Object.keys(rule).find((key) => CHOICE_OPERATORS.has(key))
  if (operator === undefined || typeof Variable !== 'string')
    throw runtimeFailure('A choice rule has no operator or no Variable.')
  return testVariable(operator, Variable, rule[operator] ?? null, scope)
}

function testVariable(operator: string, variable: string, operand: Json, scope: PathScope): boolean {
  if (operator === 'IsPresent') return (find(variable, scope) !== undefined) === operand
  const value = find(variable, scope)
  if (value === undefined) {
    throw invalidPath(variable)
  }
  const typeTest = TYPE_TESTS[operator]
  if (typeTest !== undefined) return typeTest(value) === operand
  const direct = COMPARISONS[operator]
  if (direct !== undefined) return direct(value, operand)
  const other = typeof operand === 'string' ? find(operand, scope) : undefined
  if (other === undefined) {
    const shown = typeof operand === 'string' ? operand : JSON.stringify(operand)
    throw invalidPath(shown)
  }
  return COMPARISONS[operator.slice(0, -'Path'.length)]?.(value, other) ?? false
}

function invalidPath(path: string): Error {
  return runtimeFailure(`Invalid path '${path}': The choice state's condition path references an invalid value.`)
}

function find(path: string, scope: PathScope): Json | undefined {
  try {
    return resolvePath(parsePath(path), scope)
  } catch (error) {
    if (error instanceof PathNotFoundError) return undefined
    throw error
  }
}

// `*` stands for any run of characters, `\*` for itself.
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([\s\S])|([\s\S])/g, (_, escaped: string | undefined, char: string | undefined) => {
    if (escaped !== undefined) return escapeRegex(escaped)
    return char === '*' ? '[\\s\\S]*' : escapeRegex(char ?? '')
  })
  return new RegExp(`^${source}$`, 'u')
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
