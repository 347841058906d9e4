import { Readable } from 'node:stream'
import { quoteMysql } from '@hourglass/catalog-kit/identifiers'

/** A value that is written to MySQL. */
export type MadeValue = string | number | null

/** A MySQL table as far as writing rows goes. */
export interface WrittenTable {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns that are not written as they are: SQL around the value, e.g. `UNHEX(?)`. */
  readonly wrapped?: Readonly<Record<string, string>>
}

/** What the generator needs of a mysql2/promise connection. */
export interface SourceConnection {
  query(statement: string | { sql: string; infileStreamFactory: () => Readable }): Promise<unknown>
}

/** Bytes of one piece of LOAD DATA or one INSERT; far below any max_allowed_packet. */
const PIECE_BYTES = 512 * 1024

const LOAD_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
}
const TO_ESCAPE = /[\\\t\n\r\0]/g

function loadField(value: MadeValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return value.replace(TO_ESCAPE, (character) => LOAD_ESCAPES[character] ?? character)
}

function literal(value: MadeValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  return `'${value.replace(TO_ESCAPE, (character) => LOAD_ESCAPES[character] ?? character).replaceAll("'", "''")}'`
}

/** Rows as pieces of LOAD DATA text. */
function* loadPieces(rows: Iterable<readonly MadeValue[]>, onRows: (rows: number) => void): Generator<Buffer> {
  let piece = ''
  let pending = 0
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) piece += (i === 0 ? '' : '\t') + loadField(row[i] ?? null)
    piece += '\n'
    pending++
    if (piece.length < PIECE_BYTES) continue
    yield Buffer.from(piece, 'utf8')
    onRows(pending)
    piece = ''
    pending = 0
  }
  yield Buffer.from(piece, 'utf8')
  onRows(pending)
}

async function loadRows(
  connection: SourceConnection,
  table: WrittenTable,
  rows: Iterable<readonly MadeValue[]>,
  onRows: (rows: number) => void,
) {
  const wrapped = table.wrapped ?? {}
  const columns = table.columns.map((name) => (wrapped[name] === undefined ? quoteMysql(name) : `@${name}`))
  const set = Object.entries(wrapped).map(([name, sql]) => `${quoteMysql(name)} = ${sql.replace('?', `@${name}`)}`)
  const sql = [
    `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${quoteMysql(table.name)} CHARACTER SET utf8mb4`,
    `(${columns.join(', ')})`,
    ...(set.length === 0 ? [] : [`SET ${set.join(', ')}`]),
  ].join(' ')
  await connection.query({ sql, infileStreamFactory: () => Readable.from(loadPieces(rows, onRows)) })
}

/** Rows by INSERT, for the changes of the demo and for servers that forbid LOCAL. */
async function insertRows(
  connection: SourceConnection,
  table: WrittenTable,
  rows: Iterable<readonly MadeValue[]>,
  onRows: (rows: number) => void = () => undefined,
): Promise<void> {
  const wrapped = table.wrapped ?? {}
  const into = `INSERT INTO ${quoteMysql(table.name)} (${table.columns.map(quoteMysql).join(', ')}) VALUES `
  let values: string[] = []
  let length = 0
  const flush = async () => {
    if (values.length === 0) return
    await connection.query(into + values.join(','))
    onRows(values.length)
    values = []
    length = 0
  }
  for (const row of rows) {
    const fields = table.columns.map((name, index) => {
      const written = literal(row[index] ?? null)
      return wrapped[name] === undefined ? written : wrapped[name].replace('?', () => written)
    })
    const tuple = `(${fields.join(',')})`
    values.push(tuple)
    length += tuple.length
    if (length >= PIECE_BYTES) await flush()
  }
  await flush()
}

/** MySQL 8 forbids LOCAL by default (3948); MariaDB where it is turned off (4166), and older servers (1148). */
const LOCAL_FORBIDDEN: ReadonlySet<unknown> = new Set([3948, 4166, 1148])

function forbidsLocal(thrown: unknown): boolean {
  return thrown instanceof Error && 'errno' in thrown && LOCAL_FORBIDDEN.has(thrown.errno)
}

/** Writes rows as fast as the server lets us: LOAD DATA where it may read from the client, else INSERT. */
export async function writeRows(
  connection: SourceConnection,
  table: WrittenTable,
  rows: () => Iterable<readonly MadeValue[]>,
  onRows: (rows: number) => void,
): Promise<void> {
  try {
    await loadRows(connection, table, rows(), onRows)
  } catch (thrown) {
    if (!forbidsLocal(thrown)) throw thrown
    await insertRows(connection, table, rows(), onRows)
  }
}
