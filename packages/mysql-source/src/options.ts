import { isIP } from 'node:net'
import { InvalidInputError } from '@hourglass/contracts/errors'
import { isLoopback } from '@hourglass/contracts/loopback'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/**
 * Where credentials come from: fixed, or a function (a secret store). The function is asked again with `fresh` after
 * MySQL refused what it gave, once per connection, because a secret can be rotated during a run (edge case 118).
 */
export type CredentialsSource = Credentials | ((fresh: boolean) => Promise<Credentials>)

export interface SourceOptions {
  readonly host: string
  readonly port: number
  /** The database of the catalog's tables. */
  readonly database: string
  readonly credentials: CredentialsSource
  /** `verify`: TLS 1.2 or later, certificate and host name checked. `off`: only for a loopback host. */
  readonly tls: 'verify' | 'off'
  /** Certificate authorities (PEM) to trust besides the ones Node trusts. */
  readonly ca?: readonly string[]
  /** Connections held at once; further calls wait for one. */
  readonly maxConnections: number
  readonly connectTimeoutMs: number
  /** Longest time one statement may run, in seconds. Default 240, the time of an Extract worker. */
  readonly statementSeconds?: number
}

export const DEFAULT_STATEMENT_SECONDS = 240

/**
 * @throws InvalidInputError for options that would send rows or a password in the clear over a network, or to a server
 * whose name cannot be checked: without a host name mysql2 compares the certificate with "localhost"
 */
export function checkOptions(options: SourceOptions): void {
  if (options.tls === 'off' && !isLoopback(options.host)) {
    throw new InvalidInputError(
      `TLS towards MySQL at ${options.host}:${options.port} is off, which is allowed for a loopback host only; ` +
        'set HOURGLASS_MYSQL_TLS to verify',
    )
  }
  if (options.tls === 'verify' && isIP(options.host) !== 0) {
    throw new InvalidInputError(
      `TLS towards MySQL at ${options.host}:${options.port}: a certificate is checked against a host name, and this is an ` +
        'address; set HOURGLASS_MYSQL_HOST to the name in the certificate',
    )
  }
}
