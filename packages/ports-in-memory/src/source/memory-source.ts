import { lookupKey } from '@hourglass/catalog-kit/lookup-rows'
import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Table } from '@hourglass/catalog-kit/table'
import { SourceReadError, SourceTableChangedError } from '@hourglass/contracts/errors'
import type { Bound } from '@hourglass/contracts/source/bound'
import type {
  ChunkReading,
  ChunkTotals,
  CopyBlock,
  QuarantinedRow,
  ReadOptions,
} from '@hourglass/contracts/source/rows'
import type { Source } from '@hourglass/contracts/source-port'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import { columnName, type MemoryDatabase, type MemoryRow } from './memory-database.ts'
import { type Crossing, crossRow, decodeRow, Refused } from './row-crossing.ts'

/** What a test may set of the server. */
export interface MemoryServer {
  readonly maxConnections: number
  /** What the source answers when it is asked how far it is complete. Read at each call. */
  bound(): Bound
}

/** Rows of one block: few, so that a test's chunk has several. */
const BLOCK_ROWS = 2

/** The `Source` port on a memory database. Carries columns of their own, with transforms; no computed columns. */
export function memorySource(database: MemoryDatabase, server: MemoryServer): Source {
  return {
    describe: async (table) => database.columnsOf(table),
    estimateRows: async (tables) =>
      new Map(
        tables.flatMap((table) => {
          const rows = database.snapshot(table)
          return rows ? [[table.target, rows.length] as const] : []
        }),
      ),
    maxConnections: async () => server.maxConnections,
    observeBound: async () => server.bound(),
    hasRows: async (table, window) => rowsIn(database, table, window).length > 0,
    planChunks: async (table, window) => planChunks(table, rowsIn(database, table, window)),
    readChunk: (table, window, chunk, options) => readChunk(database, table, window, chunk, options),
    async readLookup(table) {
      const [key = ''] = table.primaryKey
      const columns = Object.keys(table.columns)
      const rows = new Map<string, readonly unknown[]>()
      let leftOut = 0
      for (const row of existing(database, table)) {
        const values = decodeRow(table, row)
        if (values === null) leftOut += 1
        else rows.set(lookupKey(values[columns.indexOf(key)]), values)
      }
      return { columns, rows, leftOut }
    },
    async existingKeys(table, keys) {
      if (keys.length === 0) return []
      const names = table.primaryKey.map((name) => columnName(table, name))
      const there = new Set(existing(database, table).map((row) => JSON.stringify(names.map((name) => row[name]))))
      return keys.filter((key) => there.has(JSON.stringify(key)))
    },
    close: async () => {},
  }
}

function existing(database: MemoryDatabase, table: Table): readonly MemoryRow[] {
  const rows = database.snapshot(table)
  if (rows) return rows
  throw new SourceTableChangedError(
    `table "${table.target}": there is no table "${table.source}" in the source database`,
  )
}

/** cursor >= lower; nothing filters above. A table without a cursor has one window: everything. */
function rowsIn(database: MemoryDatabase, table: Table, { lower }: TableWindow): readonly MemoryRow[] {
  const rows = existing(database, table)
  const reads = modeOf(table).window
  if (reads === null || lower === null) return rows
  const cursor = columnName(table, reads.cursor)
  return rows.filter((row) => moment(row[cursor] ?? '') >= lower)
}

/** MySQL leaves out zeros at the end; a window has six digits. */
function moment(text: string): string {
  return text.includes('.') ? text.padEnd(26, '0') : `${text}.000000`
}

function planChunks(table: Table, rows: readonly MemoryRow[]): readonly Chunk[] {
  const split = columnName(table, table.split.by)
  const keys = rows.map((row) => row[split] ?? '').sort(compareKeys)
  const whole = modeOf(table).window === null
  const bounds = whole ? [] : keys.filter((_, i) => i > 0 && i % table.split.rows === 0)
  const ends = [null, ...bounds, null]
  return ends.slice(1).map((upper, i) => ({
    id: `c${String(i + 1).padStart(5, '0')}`,
    lower: ends[i] ?? null,
    upper,
  }))
}

/** Whole numbers as numbers, texts by code units. */
function compareKeys(a: string, b: string): number {
  if (/^-?\d+$/.test(a) && /^-?\d+$/.test(b)) return Number(BigInt(a) - BigInt(b))
  return a < b ? -1 : Number(a > b)
}

function inChunk(key: string, { lower, upper }: Chunk): boolean {
  return (lower === null || compareKeys(key, lower) >= 0) && (upper === null || compareKeys(key, upper) < 0)
}

function readChunk(
  database: MemoryDatabase,
  table: Table,
  window: TableWindow,
  chunk: Chunk,
  options: ReadOptions,
): ChunkReading {
  const conversions: Record<string, number> = {}
  let rowsRead = 0
  let rowsQuarantined = 0
  let ended = false

  async function* blocks(): AsyncGenerator<CopyBlock, void, void> {
    const split = columnName(table, table.split.by)
    // Taken when the first block is asked for: one snapshot.
    const rows = rowsIn(database, table, window).filter((row) => inChunk(row[split] ?? '', chunk))
    let lines: string[] = []
    for (const row of rows) {
      rowsRead += 1
      const crossing = crossRow(table, row, options.maskKey)
      if (crossing instanceof Refused) {
        rowsQuarantined += 1
        await options.onQuarantine(quarantined(table, row, crossing))
        continue
      }
      count(conversions, crossing)
      lines.push(crossing.line)
      if (lines.length < BLOCK_ROWS) continue
      yield blockOf(lines)
      lines = []
    }
    ended = true
    if (lines.length > 0) yield blockOf(lines)
  }

  return {
    blocks: blocks(),
    totals(): ChunkTotals {
      if (!ended) throw new SourceReadError(`table "${table.target}": totals were asked for before its blocks ended`)
      return { rowsRead, rowsQuarantined, conversions, warnings: 0 }
    },
  }
}

function blockOf(lines: readonly string[]): CopyBlock {
  return { bytes: Buffer.from(lines.join('')), rows: lines.length }
}

function count(conversions: Record<string, number>, { notes }: Crossing): void {
  for (const note of notes) conversions[note] = (conversions[note] ?? 0) + 1
}

function quarantined(table: Table, row: MemoryRow, { column, reason }: Refused): QuarantinedRow {
  const key = Object.fromEntries(table.primaryKey.map((name) => [name, row[columnName(table, name)] ?? null]))
  const names = Object.entries(table.columns).filter(([name, { pii }]) => !pii || name in key)
  const withheld = Object.keys(table.columns).filter((name) => !names.some(([kept]) => kept === name))
  const kept = Object.fromEntries(names.map(([name]) => [name, row[columnName(table, name)] ?? null]))
  return { key, column, reason, row: kept, withheld }
}
