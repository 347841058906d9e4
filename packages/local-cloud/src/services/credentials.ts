import { randomBytes } from 'node:crypto'
import type { Credential } from '../http/service.ts'

/** An access key that AWS clients sign with. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** One access key per principal, drawn when it is first asked for. They live as long as the cloud. */
export class AccessKeys {
  /** What the endpoint verifies signatures with. */
  readonly table = new Map<string, Credential>()
  private readonly byPrincipal = new Map<string, AccessKey>()

  of(principal: string): AccessKey {
    const known = this.byPrincipal.get(principal)
    if (known !== undefined) return known
    const key = {
      accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
    }
    this.byPrincipal.set(principal, key)
    this.table.set(key.accessKeyId, { secretAccessKey: key.secretAccessKey, principal })
    return key
  }
}
