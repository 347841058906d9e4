import type { CloudStats } from '../local-cloud-types.ts'

/**
 * What the policies were asked and what of them no call used, as text for people: denied calls with the statement that is
 * missing, then the grants that a policy could do without, by role.
 */
export function policyUse({ deniedCalls, unusedGrants }: Pick<CloudStats, 'deniedCalls' | 'unusedGrants'>): string {
  const denied = deniedCalls.map(
    ({ role, action, resource, missing }) =>
      `  ${role} lacks ${action} on ${resource}${missing === undefined ? ': it is denied' : `\n    add ${missing}`}`,
  )
  const roles = [...new Set(unusedGrants.map(({ role }) => role))].sort()
  const unused = roles.flatMap((role) => [
    `  ${role}`,
    ...unusedGrants.filter((grant) => grant.role === role).map(({ origin, action }) => `    ${action} (${origin})`),
  ])
  return [
    `Calls that no policy allowed: ${deniedCalls.length}`,
    ...denied,
    '',
    `Grants that no call used since the start: ${unusedGrants.length}`,
    ...(unusedGrants.length > 0 ? ['A grant may still be needed: for failures, retries and deploys.'] : []),
    ...unused,
    '',
  ].join('\n')
}
