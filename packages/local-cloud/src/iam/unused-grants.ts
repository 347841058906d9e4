import { matchesAction } from './evaluate.ts'
import type { Statement } from './policy.ts'

/** Services whose calls are checked here; grants for others cannot be used in a local run. */
const CHECKED_SERVICES = ['s3', 'secretsmanager', 'lambda', 'sns', 'sqs', 'states', 'kms']

/** An action that a policy grants and no call has used. */
export interface UnusedGrant {
  readonly role: string
  /** Policy and statement. */
  readonly origin: string
  readonly action: string
}

/** Actions that calls have used, by the statement that granted them. */
export type UsedGrants = ReadonlyMap<Statement, ReadonlySet<string>>

/** What the statements of a role grant, and no call has used. */
export function unusedIn(role: string, statements: readonly Statement[], used: UsedGrants): readonly UnusedGrant[] {
  const grants = statements.filter(({ effect, exceptActions }) => effect === 'Allow' && !exceptActions)
  return grants.flatMap((statement) => {
    const actions = [...(used.get(statement) ?? [])]
    const unused = statement.actions.filter(
      (pattern) =>
        CHECKED_SERVICES.includes(pattern.split(':')[0] ?? '') &&
        !actions.some((action) => matchesAction(pattern, action)),
    )
    return unused.map((action) => ({ role, origin: statement.origin, action }))
  })
}
