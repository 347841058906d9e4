import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { startLocalCloud } from '@hourglass/local-cloud/local-cloud'
import type { LocalCloud } from '@hourglass/local-cloud/local-cloud-types'
import { isLoopback } from '@hourglass/contracts/loopback'
import { installAwsS3 } from '@hourglass/databases/aws-s3-extension'
import { type Cloud, connectLocal } from '@hourglass/cloud/connection'
import { runningRuns } from '@hourglass/cloud/runs'
import { withoutNodeWarning } from './sdk-warning.ts'
import { grantAwsS3 } from './database-users.ts'
import { alertText } from './alert-text.ts'
import type { LocalDatabase, LocalDatabases } from './databases.ts'
import { freeDeadLeases } from './dead-leases.ts'
import { type LocalConnection, removeLocalConnection, writeLocalConnection } from '@hourglass/cloud/local-connection'
import { keptMaskKey } from './mask-key.ts'
import { thisProcess } from '@hourglass/cloud/process-identity'
import { stacksIn, synthesize } from './synth.ts'

/** The whole cloud on this machine, running. */
export interface Local {
  readonly cloud: Cloud
  readonly aws: LocalCloud
  readonly databases: LocalDatabases
  readonly connection: LocalConnection
  /** base64; what masked columns are keyed with here. */
  readonly maskKey: string
  stop(): Promise<void>
}

export interface LocalOptions {
  /** Where everything is kept. */
  readonly folder: string
  /** Opens source and target, e.g. `startDatabases`; called while synth runs. */
  readonly openDatabases: () => Promise<LocalDatabases>
  /** Catalog folder; default: HOURGLASS_CATALOG, else the repository's own. */
  readonly catalog?: string
  /** Output folder of an earlier `synthesize`, run as it is; default: synthesized now. */
  readonly synthesized?: string
  readonly scheduleEnabled: boolean
  /** Whether the next start finds today's runs, and goes on with those that were cut short; default false. */
  readonly keepExecutions?: boolean
  /** Whether commands in other terminals find it; default true. */
  readonly announce?: boolean
  /** Size of the local S3's disk, in bytes; default: what is there. */
  readonly s3MaxBytes?: number
  readonly onProgress: (line: string) => void
  /** Alerts that people would get by e-mail. */
  readonly onAlert?: (text: string) => void
  /** Aborted when the start is not wanted any more: what was started is stopped again. */
  readonly signal?: AbortSignal
}

/** Starts databases, synthesizes, and runs what was synthesized. Stops what it started when a later step fails. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  await mkdir(options.folder, { recursive: true })
  const output = options.synthesized ?? path.join(options.folder, 'cdktf.out')
  const [started, synthesized] = await Promise.allSettled([
    options.openDatabases(),
    options.synthesized === undefined ? synthesize(output, options.catalog, options.signal) : undefined,
  ])
  if (started.status === 'rejected') {
    options.signal?.throwIfAborted()
    throw started.reason
  }
  const databases = started.value
  try {
    options.signal?.throwIfAborted()
    if (synthesized.status === 'rejected') throw synthesized.reason
    return await runCloud(options, output, databases)
  } catch (thrown) {
    await databases.stop()
    throw thrown
  }
}

async function runCloud(options: LocalOptions, output: string, databases: LocalDatabases): Promise<Local> {
  const maskKey = await keptMaskKey(options.folder)
  const pullsFromS3 = databases.target.server.kind === 'embedded'
  const aws = await startLocalCloud({
    stacksFolder: stacksIn(output),
    dataFolder: path.join(options.folder, 'aws'),
    scheduleEnabled: options.scheduleEnabled,
    keepExecutions: options.keepExecutions === true,
    ...(options.s3MaxBytes === undefined ? {} : { s3MaxBytes: options.s3MaxBytes }),
    databases: {
      'aws_db_instance.source': endpointOf(databases.source),
      'aws_db_instance.target': endpointOf(databases.target),
    },
    secrets: {
      'aws_secretsmanager_secret.mysql': credentialsOf(databases.source),
      'aws_secretsmanager_secret.postgres': credentialsOf(databases.target),
      'aws_secretsmanager_secret.mask-key': JSON.stringify({ key: maskKey }),
    },
    // Only a Postgres of ours has the function that stands in for RDS's own.
    environment: {
      ...withoutNodeWarning,
      HOURGLASS_LOAD_WITH: pullsFromS3 ? 'aws_s3' : 'copy',
      ...tlsTowards(databases.source),
      HOURGLASS_MYSQL_DATABASE: endpointOf(databases.source).databaseName,
      HOURGLASS_POSTGRES_DATABASE: endpointOf(databases.target).databaseName,
    },
    ...(options.onAlert ? { onMessage: (message) => options.onAlert?.(alertText(message)) } : {}),
    // A schedule that could not start its target, an alert that nobody got: there is nobody else to tell.
    onWarning: (text) => (options.onAlert ?? options.onProgress)(`warning: ${text}`),
  })
  try {
    if (pullsFromS3) {
      await installAwsS3({ url: databases.target.adminUrl, endpoint: aws.endpoint, ...aws.credentials })
      await grantAwsS3(databases.target.adminUrl, endpointOf(databases.target).username)
    }
    const connection: LocalConnection = {
      ...thisProcess(),
      endpoint: aws.endpoint,
      region: aws.region,
      credentials: aws.credentials,
      mysqlUrl: databases.source.adminUrl,
      postgresUrl: databases.target.adminUrl,
      startedAt: new Date().toISOString(),
    }
    const cloud = await connectLocal(connection)
    if (pullsFromS3) await freeDeadLeases(databases.target.adminUrl, () => runningRuns(cloud))
    options.signal?.throwIfAborted()
    const announced = options.announce !== false
    if (announced) await writeLocalConnection(connection)
    const stop = async () => {
      try {
        if (announced) await removeLocalConnection()
        await aws.stop()
      } finally {
        await databases.stop()
      }
    }
    return { cloud, aws, databases, connection, maskKey, stop }
  } catch (thrown) {
    await aws.stop()
    throw thrown
  }
}

function endpointOf({ workerUrl }: LocalDatabase) {
  const url = new URL(workerUrl)
  return {
    host: url.hostname,
    port: Number(url.port),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    databaseName: decodeURIComponent(url.pathname.slice(1)),
  }
}

/** The local environment is made for servers on this machine; one elsewhere is reached with TLS, certificate checked. */
function tlsTowards(database: LocalDatabase): Readonly<Record<string, string>> {
  const { caFile } = database.server
  return {
    ...(isLoopback(endpointOf(database).host) ? {} : { HOURGLASS_MYSQL_TLS: 'verify' }),
    // Node reads it when a worker starts.
    ...(caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: path.resolve(caFile) }),
  }
}

function credentialsOf(database: LocalDatabase): string {
  const { username, password } = endpointOf(database)
  return JSON.stringify({ username, password })
}
