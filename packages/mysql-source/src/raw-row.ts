import { isUtf8 } from 'node:buffer'
import type { QuarantinedRow } from '@hourglass/contracts/source-port'
import type { Refusal } from './encoder.ts'
import type { WireColumn } from './mysql2-internals.ts'
import type { CellPositions } from './wire.ts'

const BINARY_COLLATION = 63
/** BIT, VARCHAR, the BLOBs, VAR_STRING, STRING, GEOMETRY, VECTOR: binary when their collation is; numbers and dates are not. */
const BYTE_TYPES: ReadonlySet<number> = new Set([0x0f, 0x10, 0xf2, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff])

/** A refused row as quarantine keeps it: what MySQL sent, as text; bytes as `\x` and hex. */
export function quarantinedRow(
  names: readonly string[],
  primaryKey: readonly string[],
  columns: readonly WireColumn[],
  bytes: Buffer,
  { starts, ends }: CellPositions,
  { column, reason }: Refusal,
): QuarantinedRow {
  const row: Record<string, string | null> = {}
  for (const [i, name] of names.entries()) {
    const start = starts[i] ?? -1
    row[name] = start < 0 ? null : shown(bytes.subarray(start, ends[i]), columns[i])
  }
  const key = Object.fromEntries(primaryKey.map((name) => [name, row[name] ?? null]))
  return { key, column, reason, row }
}

function shown(wire: Buffer, column: WireColumn | undefined): string {
  const binary = column?.characterSet === BINARY_COLLATION && BYTE_TYPES.has(column.columnType)
  return binary || !isUtf8(wire) ? `\\x${wire.toString('hex')}` : wire.toString('utf8')
}
