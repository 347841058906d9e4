import { S3Client } from '@aws-sdk/client-s3'
import { catalog } from '@hourglass/catalog/catalog'
import {
  type commonSettings,
  type LoadWay,
  lambdaSettings,
  type sourceSettings,
  type targetSettings,
} from '@hourglass/contracts/environment'
import type { Source } from '@hourglass/contracts/source-port'
import { systemClock } from '@hourglass/core/clock'
import { createLogger } from '@hourglass/core/logger'
import { readSettings, type SettingsOf } from '@hourglass/core/settings'
import { createSource } from '@hourglass/mysql-source/source'
import { createObjectStore } from '@hourglass/object-store/object-store'
import type { ObjectStore } from '@hourglass/contracts/store-port'
import type { Target } from '@hourglass/contracts/target-port'
import type { CommonDeps } from '@hourglass/pipeline/deps'
import { createTarget } from '@hourglass/postgres-target/target'
import { databaseCredentials } from './secrets.ts'

/*
 * Adapters for the use cases. Made once per container and kept warm between invocations; each adapter pins its session
 * anew when a connection is reused (edge case 117) and asks for credentials again when they are refused (edge case 118).
 */

/** A worker handles one event at a time, so two connections a database are enough: the work and a look beside it. */
const CONNECTIONS = 2

/** An unreachable database is reported well before the shortest worker times out. */
const CONNECT_TIMEOUT_MS = 10_000

type CommonSettings = SettingsOf<typeof commonSettings>
type SourceSettings = SettingsOf<typeof sourceSettings>
type TargetSettings = SettingsOf<typeof targetSettings>

/** What every worker has; each use case takes of it what it uses. */
interface TargetDeps extends CommonDeps {
  readonly store: ObjectStore
  readonly target: Target
}

export function targetDeps(
  name: string,
  settings: CommonSettings & TargetSettings & { readonly loadWith?: LoadWay },
): TargetDeps {
  const credentials = databaseCredentials(settings.postgresSecretArn)
  return {
    catalog,
    store: createObjectStore(new S3Client({}), settings.bucket),
    target: createTarget({
      host: settings.postgresHost,
      port: settings.postgresPort,
      database: settings.postgresDatabase,
      credentials: () => credentials(true),
      tls: settings.postgresTls,
      // A worker that loads no part has no way of loading; the plain one needs nothing of the server.
      loadWith: settings.loadWith ?? 'copy',
      region: readSettings(lambdaSettings).region,
      applicationName: `hourglass ${name}`,
      maxConnections: CONNECTIONS,
    }),
    clock: systemClock,
    logger: createLogger(name, settings.logLevel),
  }
}

export function mysqlSource(settings: SourceSettings): Source {
  return createSource({
    host: settings.mysqlHost,
    port: settings.mysqlPort,
    database: settings.mysqlDatabase,
    credentials: databaseCredentials(settings.mysqlSecretArn),
    tls: settings.mysqlTls,
    maxConnections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  })
}
