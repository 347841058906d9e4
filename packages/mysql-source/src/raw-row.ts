import { isUtf8 } from 'node:buffer'
import { inputsOf } from '@hourglass/catalog-kit/inputs'
import { selectPlan } from '@hourglass/catalog-kit/render-select'
import { sourceName, type Table } from '@hourglass/catalog-kit/table'
import type { QuarantinedRow } from '@hourglass/contracts/source/rows'
import { present } from '@hourglass/core/errors'
import type { WireColumn } from './mysql2-internals.ts'
import type { Refusal } from './row-cells.ts'
import type { CellPositions } from './wire.ts'

const BINARY_COLLATION = 63
/** BIT, VARCHAR, the BLOBs, VAR_STRING, STRING, GEOMETRY, VECTOR: binary when their collation is; numbers and dates are not. */
const BYTE_TYPES: ReadonlySet<number> = new Set([0x0f, 0x10, 0xf2, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff])

/**
 * A refused row as quarantine keeps it: what MySQL sent, as text; bytes as `\x` and hex. Personal data does not leave
 * MySQL as it is, so that every column is withheld that reads what a personal or masked column reads: a row that has to
 * be looked at is found in MySQL by its key.
 */
export function quarantinedRow(
  table: Table,
  columns: readonly WireColumn[],
  bytes: Buffer,
  { starts, ends }: CellPositions,
  { column, reason }: Refusal,
): QuarantinedRow {
  const row: Record<string, string | null> = {}
  const withheld: string[] = []
  const key: Record<string, string | null> = {}
  const personal = personalSources(table)
  const { names, sources } = selectPlan(table)
  for (const [i, name] of names.entries()) {
    const start = starts[i] ?? -1
    const isKey = table.primaryKey.includes(name)
    if (!isKey && personal.has(present(sources[i], `what column "${name}" reads`).toLowerCase())) {
      withheld.push(name)
      continue
    }
    const value = start < 0 ? null : shown(bytes.subarray(start, ends[i]), columns[i])
    row[name] = value
    if (isKey) key[name] = value
  }
  return { key, column, reason, row, withheld }
}

/** MySQL columns that hold personal data, by the word of any column that reads them; without regard to case, as there. */
function personalSources(table: Table): ReadonlySet<string> {
  const personal = Object.entries(table.columns).filter(([, { pii, using }]) => pii || using?.masks === true)
  const sources = personal.flatMap(
    ([name, column]) => inputsOf(name, column)?.map(({ source }) => source) ?? [sourceName(name, column)],
  )
  return new Set(sources.map((source) => source.toLowerCase()))
}

function shown(wire: Buffer, column: WireColumn | undefined): string {
  const binary = column?.characterSet === BINARY_COLLATION && BYTE_TYPES.has(column.columnType)
  return binary || !isUtf8(wire) ? `\\x${wire.toString('hex')}` : wire.toString('utf8')
}
