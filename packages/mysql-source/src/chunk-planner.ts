import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { modeOf } from '@hourglass/catalog-kit/modes'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import { present } from '@hourglass/core/errors'
import { chunksBetween, thinned } from './chunk-ranges.ts'
import type { Session } from './session.ts'
import { compared, type Sql, type SqlColumn, sqlColumn, where, windowCondition } from './sql.ts'

/** Most chunks of one plan: a Distributed Map takes 10,000 children well, and chunks.json stays small. */
const MAX_CHUNKS = 10_000

/**
 * Key ranges of about `split.rows` rows that tile the whole key space, both ends open (edge cases 31 to 50). All keys
 * are ordered and compared by the database. A plan never depends on statistics, and rows that come or go after it
 * still belong to exactly one chunk.
 */
export async function planChunks(
  session: Session,
  table: Table,
  window: TableWindow,
  most = MAX_CHUNKS,
): Promise<readonly Chunk[]> {
  if (modeOf(table).window === null) return chunksBetween([])
  const condition = windowCondition(table, window)
  if (await fitsOneChunk(session, table, condition)) return chunksBetween([])
  const boundaries = condition
    ? thinned(await boundariesOfWindow(session, table, condition), most)
    : await boundariesOfTable(session, table, most)
  return chunksBetween(boundaries)
}

async function fitsOneChunk({ query }: Session, table: Table, condition: Sql | null): Promise<boolean> {
  const { text, values } = where([condition])
  const sample = `SELECT 1 FROM ${quoteMysql(table.source)}${text} LIMIT ${table.split.rows + 1}`
  const [row] = await query(`SELECT COUNT(*) FROM (${sample}) AS sample`, values)
  return Number(row?.[0]) <= table.split.rows
}

/**
 * A large window, in one statement: bucket = rank of the key / rows. Equal keys have one rank, so a value that is
 * repeated more often than a chunk is long grows its chunk. The window condition alone decides the index, which a
 * walk with ORDER BY ... LIMIT would not leave to it.
 */
async function boundariesOfWindow({ query }: Session, table: Table, condition: Sql): Promise<readonly string[]> {
  const { kind, ref } = sqlColumn(table, table.split.by)
  const { text, values } = where([condition])
  const ranked =
    `SELECT ${ref} AS k, FLOOR((RANK() OVER (ORDER BY ${ref}) - 1) / ${table.split.rows}) AS bucket ` +
    `FROM ${quoteMysql(table.source)}${text}`
  const firsts = `SELECT MIN(k) AS k, bucket FROM (${ranked}) AS ranked GROUP BY bucket`
  const rows = await query(`SELECT ${kind.mysqlKeyText('k')} FROM (${firsts}) AS firsts ORDER BY bucket`, values)
  return rows.map(([boundary]) => present(boundary, `a chunk boundary of ${table.target}`)).slice(1)
}

/** A whole table: a walk along the key that skips `rows` rows at a time, so that nothing is sorted or stored. */
async function boundariesOfTable(session: Session, table: Table, most: number): Promise<readonly string[]> {
  const split = sqlColumn(table, table.split.by)
  const boundaries: string[] = []
  let rows = table.split.rows
  let previous = await keyAt(session, table, split, null, 0)
  while (previous !== null) {
    const next = await nextBoundary(session, table, split, previous, rows)
    if (next === null) break
    boundaries.push(next)
    previous = next
    if (boundaries.length < most) continue
    boundaries.splice(0, boundaries.length, ...thinned(boundaries, most))
    rows *= 2
  }
  return boundaries
}

/** The key `rows` rows behind `from`, or the next larger one when that is still the same value; null at the end. */
async function nextBoundary(
  session: Session,
  table: Table,
  split: SqlColumn,
  from: string,
  rows: number,
): Promise<string | null> {
  const { text, values } = compared(split, '>', from)
  const walk = where([compared(split, '>=', from)])
  const [row] = await session.query(
    `SELECT ${split.kind.mysqlKeyText(split.ref)}, ${text} FROM ${quoteMysql(table.source)}${walk.text} ` +
      `ORDER BY ${split.ref} LIMIT 1 OFFSET ${rows}`,
    [...values, ...walk.values],
  )
  if (!row) return null
  const [key, larger] = row
  return larger === '1' ? (key ?? null) : await keyAt(session, table, split, compared(split, '>', from), 0)
}

async function keyAt(
  { query }: Session,
  table: Table,
  { kind, ref }: SqlColumn,
  condition: Sql | null,
  offset: number,
): Promise<string | null> {
  const { text, values } = where([condition])
  const [row] = await query(
    `SELECT ${kind.mysqlKeyText(ref)} FROM ${quoteMysql(table.source)}${text} ORDER BY ${ref} LIMIT 1 OFFSET ${offset}`,
    values,
  )
  return row?.[0] ?? null
}
