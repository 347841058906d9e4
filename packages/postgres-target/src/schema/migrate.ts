import { TargetTableChangedError } from '@hourglass/contracts/errors'
import type { Connections } from '../connection/connections.ts'
import { migrations, sql } from '../generated/sql.ts'
import type { Limits } from '../connection/limits.ts'
import type { Transaction } from '../connection/transaction.ts'

/** Any fixed number; two migrations of one database wait for each other on it. */
const MIGRATE_LOCK = 7_406_815_249

/**
 * Brings the control schema to this version. Migrations newer than this code are left alone, so that the workers of the
 * last release go on during a deployment: a migration must keep what they use.
 *
 * @throws TargetTableChangedError when an applied migration is not the one of this code
 */
export async function migrate(connections: Connections, limits: Limits): Promise<void> {
  const missing = await connections.transaction(limits, missingMigrations)
  if (missing.length === 0) return
  await connections.transaction(limits, async (tx) => {
    await tx.rows('select pg_advisory_xact_lock($1)', [MIGRATE_LOCK])
    // "if not exists" needs the right to create even when it exists; hence only now.
    await tx.script(sql.makeMigrationsTable)
    for (const migration of await missingMigrations(tx)) {
      await tx.script(migration.sql)
      await tx.run(sql.recordMigration, [migration.id, migration.name, migration.checksum])
    }
  })
}

async function missingMigrations(tx: Transaction) {
  const { found } = await tx.row<{ found: boolean }>(sql.controlSchemaExists)
  if (!found) return migrations
  const applied = await tx.rows<{ id: number; checksum: string }>(sql.appliedMigrations)
  const checksums = new Map(applied.map(({ id, checksum }) => [id, checksum]))
  for (const { id, name, checksum } of migrations) {
    const there = checksums.get(id)
    if (there === undefined || there === checksum) continue
    throw new TargetTableChangedError(
      `migration ${name} of the schema "hourglass" was applied with another text (${there}, here ${checksum}); ` +
        'a migration must never be edited: restore the file and add a new one',
    )
  }
  return migrations.filter(({ id }) => !checksums.has(id))
}
