import { createHash } from 'node:crypto'

/** The account that the stacks are resolved for. */
export interface Account {
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
}

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export function arnOf(account: Account, service: string, resource: string): string {
  return `arn:aws:${service}:${account.region}:${account.accountId}:${resource}`
}

/** Letters and digits that AWS would draw at random; the same for the same seed, so that names survive a restart. */
export function stableId(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length)
}
