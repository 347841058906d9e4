import type { Account } from '../stack/account.ts'
import { evaluate, type IamRequest } from './evaluate.ts'
import type { Statement } from './policy.ts'
import { isService, standing } from './principals.ts'

/** Both sides of a question: what the caller's own policies and the resource's policy say. */
export interface Policies {
  /** Of the caller's role; empty for a service. */
  readonly own: readonly Statement[]
  /** On the resource. */
  readonly onResource: readonly Statement[]
}

/** Why a request is refused; `by` denies it. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly why: 'denied'; readonly by: Statement }
  | { readonly allowed: false; readonly why: 'own policies' | 'resource policy' }

/**
 * Decides a request inside one account: a Deny anywhere wins; then either side may allow it, except that a service needs
 * the resource's policy, and that a key's policy must allow the caller or leave the decision to its account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @throws PolicyError for a condition that cannot be decided here
 */
export function decide(request: IamRequest, principal: string, policies: Policies, account: Account): Verdict {
  const { own, onResource } = policies
  const by = (wanted: 'itself' | 'account') =>
    onResource.filter(({ principals }) => standing(principals, principal, account.accountId) === wanted)
  const ownDecision = evaluate(own, request)
  const direct = evaluate(by('itself'), request)
  const delegated = evaluate(by('account'), request)
  for (const { allowed, by: denial } of [ownDecision, direct, delegated]) {
    if (!allowed && denial !== undefined) return { allowed: false, why: 'denied', by: denial }
  }
  if (direct.allowed) return { allowed: true }
  if (isService(principal)) return { allowed: false, why: 'resource policy' }
  const needsDelegation = request.action.startsWith('kms:') && onResource.length > 0
  if (needsDelegation && !delegated.allowed) return { allowed: false, why: 'resource policy' }
  return ownDecision.allowed ? { allowed: true } : { allowed: false, why: 'own policies' }
}
