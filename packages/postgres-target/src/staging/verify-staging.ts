import type { TargetTable } from '@hourglass/catalog-kit/table'
import { StagingLostError } from '@hourglass/contracts/errors'
import type { Staged } from '@hourglass/contracts/target/publishing'
import { findRelation } from '../schema/describe.ts'
import { sql } from '../generated/sql.ts'
import { columnList, STAGING_SCHEMA, stagingTable } from '../schema/identifiers.ts'
import { checkLedger, checkManifest, checkRows } from './staging-checks.ts'
import type { Transaction } from '../connection/transaction.ts'

/**
 * Locks staging against loaders and proves that it holds exactly the manifest's rows (invariant I2, edge case 128).
 * Gives the number of rows and of different keys.
 *
 * @throws StagingLostError when parts or rows are missing: they can be loaded again
 * @throws ConservationError when the numbers cannot be right
 */
export async function verifyStaging(
  tx: Transaction,
  table: TargetTable,
  staging: string,
  manifest: Staged,
): Promise<{ readonly rows: number; readonly keys: number }> {
  checkManifest(manifest)
  if ((await findRelation(tx, STAGING_SCHEMA, staging)) === null) {
    throw new StagingLostError(`table "${table.target}": staging table "${staging}" is not there; stage and load again`)
  }
  await tx.script(`lock table ${stagingTable(staging)} in share mode`)
  const ledger = await tx.rows<{ part_key: string; rows: string }>(sql.loadedParts, [staging])
  checkLedger(manifest, staging, new Map(ledger.map(({ part_key, rows }) => [part_key, Number(rows)])))
  const counts = await tx.row<{ rows: string; keys: string }>(
    `select coalesce(sum(n), 0) as rows, count(*) as keys
    from (select count(*) as n from ${stagingTable(staging)} group by ${columnList(table.primaryKey)}) as k`,
  )
  const rows = Number(counts.rows)
  checkRows(table, manifest, rows)
  return { rows, keys: Number(counts.keys) }
}
