import type { Principals } from './policy.ts'

/** Whether a caller is a service, such as `events.amazonaws.com`, and not a role. */
export function isService(principal: string): boolean {
  return principal.endsWith('.amazonaws.com')
}

/**
 * What a statement of a resource's policy is to a caller: about the caller itself, about its account (so that the
 * caller's own policies decide), or about somebody else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function standing(named: Principals, principal: string, accountId: string): 'itself' | 'account' | 'other' {
  if (named.everyone) return 'itself'
  if (isService(principal)) return named.services.includes(principal) ? 'itself' : 'other'
  if (named.accounts.includes(principal)) return 'itself'
  return named.accounts.some((value) => value === accountId || value === `arn:aws:iam::${accountId}:root`)
    ? 'account'
    : 'other'
}
