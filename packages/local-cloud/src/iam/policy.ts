import { isObject, type Json, type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'

/** A policy document that cannot be read, or a condition that cannot be decided here. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
}

/** One statement of a policy; single values have become lists. */
export interface Statement {
  /** Name of the policy, and of the statement where it has one; for messages. */
  readonly origin: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  /** True for NotAction. */
  readonly exceptActions: boolean
  readonly resources: readonly string[]
  /** True for NotResource. */
  readonly exceptResources: boolean
  readonly principals: Principals
  readonly conditions: readonly Condition[]
}

/** The Principal element: empty in a role's own policies. */
export interface Principals {
  /** `"Principal": "*"` */
  readonly everyone: boolean
  /** `events.amazonaws.com`. */
  readonly services: readonly string[]
  /** ARNs of roles and users, `arn:aws:iam::<account>:root` or account ids. */
  readonly accounts: readonly string[]
}

/** `{"StringLike": {"s3:prefix": ["a/*"]}}` as operator, key and values. */
export interface Condition {
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/**
 * Reads a policy document.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * @param origin whose policy it is, for messages
 * @throws PolicyError
 */
export function parsePolicy(document: string, origin: string): readonly Statement[] {
  const parsed = tryParseJson(document)
  if (!isObject(parsed)) throw new PolicyError(`${origin} is not a JSON object`)
  return listOf(parsed['Statement']).map((statement, index) => {
    if (!isObject(statement)) throw new PolicyError(`${origin}: statement ${index} is not an object`)
    return readStatement(statement, origin)
  })
}

function readStatement(statement: JsonObject, origin: string): Statement {
  const { Sid, Effect } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicyError(`${origin}: Effect must be Allow or Deny`)
  if (statement['NotPrincipal'] !== undefined) throw new PolicyError(`${origin}: NotPrincipal is not supported here`)
  return {
    origin: typeof Sid === 'string' ? `${origin}, statement ${Sid}` : origin,
    effect: Effect,
    actions: texts(statement['Action'] ?? statement['NotAction']),
    exceptActions: statement['NotAction'] !== undefined,
    resources: texts(statement['Resource'] ?? statement['NotResource']),
    exceptResources: statement['NotResource'] !== undefined,
    principals: principalsOf(statement['Principal']),
    conditions: conditionsOf(statement['Condition']),
  }
}

function principalsOf(element: Json | undefined): Principals {
  if (element === '*') return { everyone: true, services: [], accounts: [] }
  const named = isObject(element) ? element : {}
  const accounts = texts(named['AWS'])
  return { everyone: accounts.includes('*'), services: texts(named['Service']), accounts }
}

function conditionsOf(element: Json | undefined): readonly Condition[] {
  if (!isObject(element)) return []
  return Object.entries(element).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  )
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function texts(value: Json | undefined): readonly string[] {
  return listOf(value).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
}
