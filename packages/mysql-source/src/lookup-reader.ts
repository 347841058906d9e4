import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { lookupKey } from '@hourglass/catalog-kit/lookup-rows'
import { selectPlan } from '@hourglass/catalog-kit/render-select'
import type { Table } from '@hourglass/catalog-kit/table'
import { LookupTooLargeError, SourceUnavailableError } from '@hourglass/contracts/errors'
import { type LookupSnapshot, lookupLine, MOST_LOOKUP_BYTES, MOST_LOOKUP_ROWS } from '@hourglass/contracts/lookups'
import { compileRead, type ReadValue } from './read-column.ts'
import { noting, Rejected } from './row-cells.ts'
import type { Session } from './session.ts'
import { cellPositions, locateCells } from './wire.ts'

/** No column that may be taken is masked. */
const NO_MASK_KEY = Buffer.alloc(0)

/** The whole of a small table, by its key, in one consistent snapshot. The rows are held, so there is a limit. */
export async function readLookup(session: Session, table: Table): Promise<LookupSnapshot> {
  const { expressions } = selectPlan(table)
  const [key = ''] = table.primaryKey
  const columns = Object.keys(table.columns)
  const read = compileRow(table)
  const cells = cellPositions(expressions.length)
  const rows = new Map<string, readonly unknown[]>()
  let leftOut = 0
  let bytesHeld = 0
  await session.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
  const stream = session.stream(`SELECT ${expressions.join(', ')} FROM ${quoteMysql(table.source)}`, [])
  for await (const { bytes, starts } of stream.batches()) {
    for (let i = 0; i + 1 < starts.length; i++) {
      if (!locateCells(bytes, starts[i] ?? 0, starts[i + 1] ?? 0, cells)) {
        throw new SourceUnavailableError(`looked-up table "${table.target}": a row is out of step; it is read again`)
      }
      const values = read(bytes, cells)
      if (values === null) {
        leftOut++
        continue
      }
      const text = lookupKey(values[columns.indexOf(key)])
      rows.set(text, values)
      bytesHeld += lookupLine(text, values).length
      if (rows.size > MOST_LOOKUP_ROWS || bytesHeld > MOST_LOOKUP_BYTES) throw tooLarge(table)
    }
  }
  await session.query('COMMIT')
  return { columns, rows, leftOut }
}

/** The values of a row, or null for one that cannot cross. */
function compileRow(table: Table): (...row: Parameters<ReadValue>) => readonly unknown[] | null {
  const notes = noting()
  const { places } = selectPlan(table)
  const readers = Object.entries(table.columns).map(([name, column]) => {
    const { cell, note } = notes.cellOf(name, column)
    return compileRead({ name, column, places: places[name] ?? [], cell, context: { maskKey: NO_MASK_KEY }, note })
  })
  return (bytes, cells) => {
    try {
      return readers.map((read) => read(bytes, cells))
    } catch (thrown) {
      if (thrown instanceof Rejected) return null
      throw thrown
    } finally {
      // The table's own run counts its conversions.
      notes.drop()
    }
  }
}

function tooLarge(table: Table): LookupTooLargeError {
  return new LookupTooLargeError(
    `looked-up table "${table.target}" has more than ${MOST_LOOKUP_ROWS.toLocaleString('en-US')} rows or ` +
      `${MOST_LOOKUP_BYTES / 1024 / 1024} MB in the columns that are taken: every worker would hold it in memory; ` +
      'load it as a table and join it in a model instead',
  )
}
