import type { Table } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints, LookupRef } from '@hourglass/contracts/lookup-refs'
import type { TableWindow } from '@hourglass/contracts/steps'

/** What a plan does about looked-up tables that have changed since all rows of the table were read. */
export interface ReEnrichment {
  readonly window: TableWindow
  readonly reread: boolean
  /** For the report, in whole sentences. */
  readonly notes: readonly string[]
}

/**
 * Rows outside the window hold what was looked up when they were read. When that has changed, all rows are read again;
 * a merge then writes the ones that differ and no other (invariant I3). A table that is too large for that goes on with
 * its window, and the report says that older rows are out of date. Pure.
 *
 * @param published what was looked up when all rows were last read
 * @param estimatedRows of the table, from MySQL's statistics
 */
export function reEnrichment(
  table: Table,
  window: TableWindow,
  lookups: readonly LookupRef[],
  published: LookupFingerprints | null,
  estimatedRows: number,
): ReEnrichment {
  const leftOut = lookups.filter((one) => one.leftOut > 0).map(leftOutNote)
  const changed = lookups.filter((one) => published?.[one.table] !== one.fingerprint).map((one) => one.table)
  const asPlanned = { window, reread: false, notes: leftOut }
  if (window.lower === null || changed.length === 0 || table.lookups?.onChange !== 'reread') return asPlanned
  const { atMostRows } = table.lookups
  const what = `${changed.join(', ')} ${published === null ? 'was not looked up before' : 'has changed'}`
  if (estimatedRows > atMostRows) {
    return { ...asPlanned, notes: [...leftOut, outOfDate(table, what, estimatedRows, atMostRows)] }
  }
  return {
    window: { ...window, lower: null },
    reread: true,
    notes: [...leftOut, `${what}: all rows were read again, so that older ones get its values too`],
  }
}

function leftOutNote({ table, leftOut }: LookupRef): string {
  return `${leftOut} rows of ${table} could not be read, so their keys count as missing; its own run keeps them in quarantine`
}

function outOfDate({ target }: Table, what: string, rows: number, atMostRows: number): string {
  return (
    `${what}: looked-up values of rows outside the window are out of date, because the table has about ` +
    `${rows.toLocaleString('en-US')} rows and lookups.atMostRows is ${atMostRows.toLocaleString('en-US')}; ` +
    `bring them up to date with: pnpm hourglass run --table ${target} --full`
  )
}
