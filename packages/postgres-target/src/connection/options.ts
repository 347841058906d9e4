import { SettingsError } from '@hourglass/core/settings'
import type { Logger } from '@hourglass/core/logger'
import type { LoadWay } from '@hourglass/contracts/environment'
import { isLoopback } from '@hourglass/contracts/loopback'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** Where the target is and how to work with it. Times in seconds. */
export interface TargetOptions {
  readonly host: string
  readonly port: number
  readonly database: string
  /** Fixed, or asked for: once at the first connection and once more when Postgres refuses them (edge case 118). */
  readonly credentials: Credentials | (() => Promise<Credentials>)
  /** `verify` checks certificate and host name. `off` is taken only for a loopback host. */
  readonly tls: 'verify' | 'off'
  /** PEM certificates to trust instead of the runtime's roots, which lack those of Amazon RDS. */
  readonly ca?: string
  readonly loadWith: LoadWay
  /** Region of the bucket, for `aws_s3`. */
  readonly region: string
  readonly applicationName: string
  /** Most connections of this process. */
  readonly maxConnections: number
  readonly logger?: Logger
  /** Longest that a publish may take in Postgres; below the remaining time of its Lambda. Default 600. */
  readonly publishSeconds?: number
  /** Longest that making the rows of a model may take in Postgres, and publishing them. Default 400. */
  readonly modelSeconds?: number
  /** Longest that a part may take in Postgres. Default 200, below the 240 of a Load Lambda. */
  readonly loadSeconds?: number
  /** Longest wait for a lock (edge case 126). Default 10. */
  readonly lockSeconds?: number
}

/** Refuses to send passwords and rows in the clear over a network. @throws SettingsError */
export function checkTls(options: Pick<TargetOptions, 'host' | 'tls'>): void {
  if (options.tls === 'verify' || isLoopback(options.host)) return
  throw new SettingsError([
    `TLS towards Postgres is off, which only a loopback host may have; the host is "${options.host}". Use "verify"`,
  ])
}
