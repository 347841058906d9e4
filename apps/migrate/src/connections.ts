import type { migrateSettings } from '@hourglass/contracts/migrate-environment'
import type { SettingsOf } from '@hourglass/core/settings'
import type { ConnectionOptions } from 'mysql2/promise'
import type { ClientConfig } from 'pg'
import type { Login } from './secret-values.ts'

type Settings = SettingsOf<typeof migrateSettings>

/**
 * The oldest TLS that is spoken. RDS offers 1.2 and 1.3 for MySQL 8.0 and newer and for Postgres 14 and newer; what is
 * older is refused before a password is sent.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html
 */
const OLDEST_TLS = 'TLSv1.2'

/** How the administrator reaches MySQL. With `verify` the certificate must be trusted and name the host. */
export function mysqlAdmin(settings: Settings, login: Login): ConnectionOptions {
  // mysql2 compares no name unless it is told to: any trusted certificate would do.
  const ssl = { minVersion: OLDEST_TLS, rejectUnauthorized: true, verifyIdentity: true } as const
  return {
    host: settings.mysqlHost,
    port: settings.mysqlPort,
    user: login.username,
    password: login.password,
    ...(settings.mysqlTls === 'verify' ? { ssl } : {}),
  }
}

/** How the administrator reaches Postgres, in the target database. With `verify` as for MySQL. */
export function postgresAdmin(settings: Settings, login: Login): ClientConfig {
  return {
    host: settings.postgresHost,
    port: settings.postgresPort,
    database: settings.postgresDatabase,
    user: login.username,
    password: login.password,
    // pg compares the name by itself when certificates are checked.
    ssl: settings.postgresTls === 'verify' ? { minVersion: OLDEST_TLS, rejectUnauthorized: true } : false,
  }
}
