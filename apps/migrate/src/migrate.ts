import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { migrateSettings } from '@hourglass/contracts/migrate-environment'
import { createLogger } from '@hourglass/core/logger'
import { readSettings } from '@hourglass/core/settings'
import { mysqlAdmin, postgresAdmin } from './connections.ts'
import { ensureMysqlAccess } from './mysql-access.ts'
import { ensurePostgresAccess } from './postgres-access.ts'
import { ensureLogin, ensureMaskKey, readLogin } from './secret-values.ts'

/** What a deploy sees of a migration. */
export interface MigrateResult {
  readonly maskKey: 'made' | 'kept'
  readonly postgres: 'ready'
  /** `not ours`: an existing MySQL, whose owner makes the user (docs/your-databases.md). */
  readonly mysql: 'ready' | 'not ours'
}

/**
 * Run by a deploy, inside the network: first secrets, the workers' users, the extension. The control schema is not made
 * here: each run begins with its migrations.
 */
export async function handler(): Promise<MigrateResult> {
  const settings = readSettings(migrateSettings)
  const logger = createLogger('migrate', settings.logLevel)
  const secrets = new SecretsManagerClient({})

  const maskKey = await ensureMaskKey(secrets, settings.maskSecretArn)
  await ensurePostgresAccess({
    admin: postgresAdmin(settings, await readLogin(secrets, settings.postgresAdminSecretArn)),
    database: settings.postgresDatabase,
    worker: await ensureLogin(secrets, settings.postgresSecretArn),
    // Two runs may overlap.
    connectionLimit: 2 * settings.connectionBudget,
    loadWith: settings.loadWith,
  })

  let mysql: MigrateResult['mysql'] = 'not ours'
  if (settings.mysqlAdminSecretArn !== undefined) {
    await ensureMysqlAccess({
      admin: mysqlAdmin(settings, await readLogin(secrets, settings.mysqlAdminSecretArn)),
      database: settings.mysqlDatabase,
      worker: await ensureLogin(secrets, settings.mysqlSecretArn),
      requireTls: settings.mysqlTls === 'verify',
    })
    mysql = 'ready'
  }
  logger.info({ maskKey, postgres: 'ready', mysql }, 'databases are ready')
  return { maskKey, postgres: 'ready', mysql }
}
