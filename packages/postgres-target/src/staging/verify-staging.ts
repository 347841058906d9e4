import type { TargetTable } from '@hourglass/catalog-kit/table'
import { ConservationError, StagingLostError } from '@hourglass/contracts/errors'
import type { Staged } from '@hourglass/contracts/target/publishing'
import { findRelation } from '../schema/describe.ts'
import { sql } from '../generated/sql.ts'
import { columnList, STAGING_SCHEMA, stagingTable } from '../schema/identifiers.ts'
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
  const about = `table "${table.target}" run ${manifest.run}: staging holds ${rows} rows, ${manifest.rows} were loaded`
  const fields = { table: table.target, run: manifest.run, rows, loaded: manifest.rows }
  if (rows < manifest.rows) {
    throw new StagingLostError(`${about}; a crash empties it. Nothing was published; stage and load again`, { fields })
  }
  if (rows > manifest.rows) throw new ConservationError(`${about}; nothing was published`, { fields })
  return { rows, keys: Number(counts.keys) }
}

function checkManifest(manifest: Staged): void {
  const inParts = manifest.parts.reduce((total, part) => total + part.rows, 0)
  if (inParts === manifest.rows && manifest.rowsRead === manifest.rows + manifest.rowsQuarantined) return
  throw new ConservationError(
    `table "${manifest.table}" run ${manifest.run}: the manifest does not add up: read ${manifest.rowsRead}, ` +
      `quarantined ${manifest.rowsQuarantined}, to stage ${manifest.rows}, in parts ${inParts}; extract again`,
    { fields: { table: manifest.table, run: manifest.run } },
  )
}

function checkLedger(manifest: Staged, staging: string, ledger: ReadonlyMap<string, number>): void {
  const about = `table "${manifest.table}" run ${manifest.run} staging "${staging}"`
  const fields = { table: manifest.table, run: manifest.run, staging }
  const known = new Set(manifest.parts.map(({ key }) => key))
  const stray = [...ledger.keys()].find((key) => !known.has(key))
  if (stray !== undefined) {
    throw new ConservationError(
      `${about}: part ${stray} was loaded but is not in the manifest; nothing was published`,
      {
        fields,
      },
    )
  }
  const missing = manifest.parts.filter(({ key }) => !ledger.has(key))
  if (missing.length > 0) {
    throw new StagingLostError(
      `${about}: ${missing.length} of ${manifest.parts.length} parts are not loaded, first ${missing[0]?.key}; load them`,
      { fields },
    )
  }
  const other = manifest.parts.find(({ key, rows }) => ledger.get(key) !== rows)
  if (other !== undefined) {
    throw new ConservationError(
      `${about}: part ${other.key} was loaded with ${ledger.get(other.key)} rows, the manifest says ${other.rows}; ` +
        'nothing was published',
      { fields },
    )
  }
}
