import { isUtf8 } from 'node:buffer'
import { type Column, sourceName, type Table } from '@hourglass/catalog-kit/table'
import type { QuarantinedRow } from '@hourglass/contracts/source-port'
import type { Refusal } from './encoder.ts'
import type { WireColumn } from './mysql2-internals.ts'
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
  for (const [i, [name, described]] of Object.entries(table.columns).entries()) {
    const start = starts[i] ?? -1
    const isKey = table.primaryKey.includes(name)
    if (!isKey && personal.has(mysqlName(name, described))) {
      withheld.push(name)
      continue
    }
    const value = start < 0 ? null : shown(bytes.subarray(start, ends[i]), columns[i])
    row[name] = value
    if (isKey) key[name] = value
  }
  return { key, column, reason, row, withheld }
}

/** MySQL columns that hold personal data, by the word of any column that reads them. */
function personalSources(table: Table): ReadonlySet<string> {
  const personal = Object.entries(table.columns).filter(([, { pii, using }]) => pii || using?.masks === true)
  return new Set(personal.map(([name, column]) => mysqlName(name, column)))
}

/** MySQL compares column names without regard to case. */
function mysqlName(name: string, column: Column): string {
  return sourceName(name, column).toLowerCase()
}

function shown(wire: Buffer, column: WireColumn | undefined): string {
  const binary = column?.characterSet === BINARY_COLLATION && BYTE_TYPES.has(column.columnType)
  return binary || !isUtf8(wire) ? `\\x${wire.toString('hex')}` : wire.toString('utf8')
}
