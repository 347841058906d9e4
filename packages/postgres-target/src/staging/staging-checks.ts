import type { TargetTable } from '@hourglass/catalog-kit/table'
import { ConservationError, StagingLostError } from '@hourglass/contracts/errors'
import type { Staged } from '@hourglass/contracts/target/publishing'

/** read = to stage + quarantined, and the parts hold what is to stage (invariant I2). @throws ConservationError */
export function checkManifest(manifest: Staged): void {
  const inParts = manifest.parts.reduce((total, part) => total + part.rows, 0)
  if (inParts === manifest.rows && manifest.rowsRead === manifest.rows + manifest.rowsQuarantined) return
  throw new ConservationError(
    `table "${manifest.table}" run ${manifest.run}: the manifest does not add up: read ${manifest.rowsRead}, ` +
      `quarantined ${manifest.rowsQuarantined}, to stage ${manifest.rows}, in parts ${inParts}; extract again`,
    { fields: { table: manifest.table, run: manifest.run } },
  )
}

/**
 * The parts that were loaded are the manifest's, with their rows.
 *
 * @param ledger loaded part -> rows
 * @throws StagingLostError when parts are missing, ConservationError when another part was loaded or other rows of one
 */
export function checkLedger(manifest: Staged, staging: string, ledger: ReadonlyMap<string, number>): void {
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

/**
 * Staging holds as many rows as were loaded.
 *
 * @throws StagingLostError when rows are missing: they can be loaded again. ConservationError when there are too many
 */
export function checkRows(table: TargetTable, manifest: Staged, rows: number): void {
  const about = `table "${table.target}" run ${manifest.run}: staging holds ${rows} rows, ${manifest.rows} were loaded`
  const fields = { table: table.target, run: manifest.run, rows, loaded: manifest.rows }
  if (rows < manifest.rows) {
    throw new StagingLostError(`${about}; a crash empties it. Nothing was published; stage and load again`, { fields })
  }
  if (rows > manifest.rows) throw new ConservationError(`${about}; nothing was published`, { fields })
}
