import { meets, type RequestContext } from './conditions.ts'
import { type Condition, PolicyError, type Statement } from './policy.ts'
import { matchesWildcard } from './wildcard.ts'

/** What is to be decided. */
export interface IamRequest {
  /** `s3:GetObject`. */
  readonly action: string
  readonly resource: string
  readonly context: RequestContext
  /** Whether a condition key can be decided; absent: what a call of this cloud has. */
  readonly decides?: (key: string) => boolean
}

/** The answer, with the statement that decided; without one nothing allows the request. */
export type Decision =
  | { readonly allowed: true; readonly by: Statement }
  | { readonly allowed: false; readonly by: Statement | undefined }

/**
 * Decides a request by some statements: a Deny that matches wins, else an Allow must match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws PolicyError for a condition that cannot be decided here
 */
export function evaluate(statements: readonly Statement[], request: IamRequest): Decision {
  const applying = statements.filter((statement) => applies(statement, request))
  const denial = applying.find(({ effect }) => effect === 'Deny')
  if (denial !== undefined) return { allowed: false, by: denial }
  const [grant] = applying
  return grant === undefined ? { allowed: false, by: undefined } : { allowed: true, by: grant }
}

/** Whether a statement speaks about the request. @throws PolicyError naming the statement */
export function applies(statement: Statement, request: IamRequest): boolean {
  return (
    coversAction(statement, request) && coversResource(statement, request) && unmet(statement, request) === undefined
  )
}

/** Whether a statement's actions cover the request's. */
export function coversAction(statement: Statement, { action }: IamRequest): boolean {
  return statement.actions.some((pattern) => matchesAction(pattern, action)) !== statement.exceptActions
}

/** Whether a statement's resources cover the request's. */
export function coversResource(statement: Statement, request: IamRequest): boolean {
  return statement.resources.some((pattern) => matchesResource(pattern, request)) !== statement.exceptResources
}

/** The first condition of a statement that the request does not meet. @throws PolicyError naming the statement */
export function unmet({ conditions, origin }: Statement, { context, decides }: IamRequest): Condition | undefined {
  try {
    return conditions.find((condition) => !meets(condition, context, decides))
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    throw new PolicyError(`${origin}: ${error.message}`, { cause: error })
  }
}

/** Actions do not distinguish upper and lower case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase())
}

/** `${aws:...}` in a resource stands for a value of the request. */
function matchesResource(pattern: string, { resource, context }: IamRequest): boolean {
  const filled = pattern.replaceAll(/\$\{([^}]+)\}/g, (whole, key: string) => context.get(key.toLowerCase()) ?? whole)
  return matchesWildcard(filled, resource)
}
