import { meets, type RequestContext } from './conditions.ts'
import type { Statement } from './policy.ts'
import { matchesWildcard } from './wildcard.ts'

/** What is to be decided. */
export interface IamRequest {
  /** `s3:GetObject`. */
  readonly action: string
  readonly resource: string
  readonly context: RequestContext
}

/** The answer, with the statement that decided; without one nothing allows the request. */
export type Decision =
  | { readonly allowed: true; readonly by: Statement }
  | { readonly allowed: false; readonly by: Statement | undefined }

/**
 * Decides a request by the identity policies of its principal: a Deny that matches wins, else an Allow must match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws PolicyError for a condition that is not supported here
 */
export function evaluate(statements: readonly Statement[], request: IamRequest): Decision {
  const applying = statements.filter((statement) => applies(statement, request))
  const denial = applying.find(({ effect }) => effect === 'Deny')
  if (denial !== undefined) return { allowed: false, by: denial }
  const [grant] = applying
  return grant === undefined ? { allowed: false, by: undefined } : { allowed: true, by: grant }
}

/** Whether a statement speaks about the request. */
export function applies(statement: Statement, request: IamRequest): boolean {
  return (
    statement.actions.some((pattern) => matchesAction(pattern, request.action)) !== statement.exceptActions &&
    statement.resources.some((pattern) => matchesResource(pattern, request)) !== statement.exceptResources &&
    statement.conditions.every((condition) => meets(condition, request.context))
  )
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
