import { isDecided } from './condition-keys.ts'
import { type Condition, PolicyError } from './policy.ts'
import { matchesWildcard } from './wildcard.ts'

/** Condition keys of a request, in lower case, with their values. */
export type RequestContext = ReadonlyMap<string, string>

type Test = (value: string, expected: string) => boolean

const EQUALS: Test = (value, expected) => value === expected
const IGNORING_CASE: Test = (value, expected) => value.toLowerCase() === expected.toLowerCase()
const LIKE: Test = (value, expected) => matchesWildcard(expected, value)

/** Operator to test, and whether it is the opposite of that test. */
const OPERATORS: Readonly<Record<string, readonly [test: Test, negated: boolean]>> = {
  StringEquals: [EQUALS, false],
  StringNotEquals: [EQUALS, true],
  StringEqualsIgnoreCase: [IGNORING_CASE, false],
  StringNotEqualsIgnoreCase: [IGNORING_CASE, true],
  StringLike: [LIKE, false],
  StringNotLike: [LIKE, true],
  ArnEquals: [LIKE, false],
  ArnLike: [LIKE, false],
  ArnNotEquals: [LIKE, true],
  ArnNotLike: [LIKE, true],
  Bool: [IGNORING_CASE, false],
  NumericEquals: [(value, expected) => Number(value) === Number(expected), false],
  NumericLessThan: [(value, expected) => Number(value) < Number(expected), false],
  NumericLessThanEquals: [(value, expected) => Number(value) <= Number(expected), false],
  NumericGreaterThan: [(value, expected) => Number(value) > Number(expected), false],
  NumericGreaterThanEquals: [(value, expected) => Number(value) >= Number(expected), false],
  NumericNotEquals: [(value, expected) => Number(value) === Number(expected), true],
}

/**
 * Whether a request meets one condition. Without the key a plain operator is not met, a negated one and `...IfExists` are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @param decides whether the context has all that AWS would send for a key
 * @throws PolicyError for an operator or a key that cannot be decided here
 */
export function meets(
  { operator, key, values }: Condition,
  context: RequestContext,
  decides: (key: string) => boolean = isDecided,
): boolean {
  if (!decides(key)) throw new PolicyError(`the condition key "${key}" has no value here`)
  const value = context.get(key.toLowerCase())
  if (operator === 'Null') return values.includes(String(value === undefined))
  const isOptional = operator.endsWith('IfExists')
  const plain = operator.replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '')
  const known = OPERATORS[plain]
  if (known === undefined) throw new PolicyError(`the condition operator "${operator}" is not supported here`)
  const [test, negated] = known
  if (value === undefined) return negated || isOptional || operator.startsWith('ForAllValues')
  return values.some((expected) => test(value, expected)) !== negated
}
