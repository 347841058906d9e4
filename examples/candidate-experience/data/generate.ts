import { readFile } from 'node:fs/promises'
import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { HourglassError } from '@hourglass/core/errors'
import type { DemoTable, DemoValue, DemoWorld } from './demo-table.ts'
import { DEMO_TABLES } from './demo-tables.ts'
import { makePeople } from './people.ts'
import { FIXED_ROWS } from './phrases.ts'
import { SeededRandom, streamOf } from './random.ts'
import { MIN_ROWS, scaleOf } from './scale.ts'
import { withLaxSession } from '@hourglass/sample-data/session'
import { timelineUntil } from './timeline.ts'
import { type SourceConnection, writeRows } from '@hourglass/sample-data/write-rows'

export const DEFAULT_ROWS = 300_000

export interface GenerateOptions {
  /** A mysql2/promise connection whose database is the demo's own and empty. */
  readonly connection: SourceConnection
  /** Rows of all tables together, 10,000 to 100 million; 300,000 when absent. */
  readonly rows?: number
  /** The same seed, rows and end give the same data. */
  readonly seed?: number
  /** Milliseconds since 1970 at which the data ends; the server's own clock when absent. */
  readonly now?: number
  readonly onProgress?: (progress: GenerateProgress) => void
}

export interface GenerateProgress {
  readonly table: string
  /** Rows written so far, of all tables. */
  readonly written: number
  readonly total: number
}

export class DemoDataError extends HourglassError {
  constructor(message: string) {
    super(message)
    this.name = 'DemoDataError'
  }
}

/** The statements of schema.sql. */
export async function schemaStatements(): Promise<readonly string[]> {
  const text = await readFile(new URL('schema.sql', import.meta.url), 'utf8')
  return text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** Rows of a table, made one by one: memory does not grow with their number. */
export function* demoRows(table: DemoTable, world: DemoWorld, seed: number): Generator<readonly DemoValue[]> {
  const random = new SeededRandom()
  const stream = streamOf(table.name)
  const count = table.count(world.scale)
  for (let index = 0; index < count; index++) yield table.row(index, world, random.startRow(seed, stream, index))
}

/** What all rows of a data set draw on. */
export function makeWorld(rows: number, seed: number, now: number): DemoWorld {
  return { scale: scaleOf(rows, FIXED_ROWS), people: makePeople(seed), timeline: timelineUntil(now) }
}

/** The server's clock in milliseconds since 1970. */
export async function serverNow(connection: SourceConnection): Promise<number> {
  const answer = await connection.query('SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS CHAR) AS now')
  // mysql2/promise answers with rows and fields.
  const [[row]] = answer as [[{ readonly now: string }]]
  return Math.floor(Number(row.now))
}

/**
 * Makes the tables of schema.sql in the connection's database and fills them.
 *
 * @returns rows by MySQL table name
 * @throws DemoDataError when `rows` is out of range
 */
export async function generateDemoData(options: GenerateOptions): Promise<Readonly<Record<string, number>>> {
  const { connection, rows = DEFAULT_ROWS, seed = 1, onProgress } = options
  if (!Number.isInteger(rows) || rows < MIN_ROWS || rows > 100_000_000) {
    throw new DemoDataError(`demo data of ${rows} rows: give a whole number from ${MIN_ROWS} to 100000000`)
  }
  const world = makeWorld(rows, seed, options.now ?? (await serverNow(connection)))
  const counts: Record<string, number> = {}
  let written = 0
  await withLaxSession(connection, async () => {
    for (const statement of await schemaStatements()) await connection.query(statement)
    for (const table of DEMO_TABLES) {
      counts[table.name] = table.count(world.scale)
      await writeRows(
        connection,
        table,
        () => demoRows(table, world, seed),
        (added) => {
          written += added
          onProgress?.({ table: table.name, written, total: rows })
        },
      )
    }
    // Fresh statistics, because plans are made from them.
    await connection.query(`ANALYZE TABLE ${Object.keys(counts).map(quoteMysql).join(', ')}`)
  })
  return counts
}
