import { createHash } from 'node:crypto'
import { quoteMysql, quotePostgres, quoteTarget } from '@hourglass/catalog-kit/identifiers'
import { sourceName, type Table } from '@hourglass/catalog-kit/table'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { Client } from 'pg'
import { canonicalPostgres, type MysqlValue } from './canonical.ts'
import { type ExpectedValue, expectedValue } from './expected-value.ts'

/** What both databases hold of one table. */
export interface Comparison {
  readonly table: string
  readonly sourceRows: number
  readonly targetRows: number
  /** Keys whose rows differ, or that only one side has; at most `MOST_NAMED` of them. */
  readonly differing: number
  /** Column names in which the first differing rows differ. */
  readonly columns: readonly string[]
}

interface ComparedColumn {
  readonly name: string
  readonly postgresType: string
  readonly expected: ExpectedValue
}

/**
 * Reads a whole table back through both drivers and compares every value. The sessions must be pinned to UTC, the MySQL
 * one with dateStrings, supportBigNumbers and bigNumberStrings. Holds a digest a row in memory.
 */
export async function compareTable(
  mysql: Connection,
  postgres: Client,
  table: Table,
  maskKey: Buffer,
): Promise<Comparison> {
  const columns = await comparedColumns(postgres, table, maskKey)
  const source = await readMysql(mysql, table, columns)
  const target = await readPostgres(postgres, table, columns)
  const differing = new Set<string>()
  const where = new Set<string>()
  for (const [key, digests] of source) {
    const other = target.get(key)
    if (other === undefined) differing.add(key)
    else if (!digests.row.equals(other.row)) {
      differing.add(key)
      digests.columns.forEach((digest, i) => {
        if (digest !== other.columns[i]) where.add(columns[i]?.name ?? '')
      })
    }
  }
  for (const key of target.keys()) if (!source.has(key)) differing.add(key)
  return {
    table: table.target,
    sourceRows: source.size,
    targetRows: target.size,
    differing: differing.size,
    columns: [...where],
  }
}

async function comparedColumns(postgres: Client, table: Table, maskKey: Buffer): Promise<ComparedColumn[]> {
  const { rows } = await postgres.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [quoteTarget(table.target)],
  )
  const types = new Map(rows.map(({ name, type }) => [name, type]))
  return Object.entries(table.columns).map(([name, column]) => {
    const postgresType = types.get(name) ?? 'missing'
    return { name, postgresType, expected: expectedValue(column, postgresType, maskKey) }
  })
}

interface Digests {
  readonly row: Buffer
  /** A short digest for each column, to name the ones that differ. */
  readonly columns: readonly number[]
}

type Rows = Map<string, Digests>

async function readMysql(mysql: Connection, table: Table, columns: readonly ComparedColumn[]): Promise<Rows> {
  const expressions = columns.map(({ name, postgresType }) => {
    const column = table.columns[name]
    const reference = quoteMysql(column ? sourceName(name, column) : name)
    // FLOAT as text loses digits; as DOUBLE it is exact (edge case 52).
    return postgresType === 'real' ? `CAST(${reference} AS DOUBLE)` : reference
  })
  const [rows] = await mysql.query<(RowDataPacket & MysqlValue[])[]>({
    sql: `SELECT ${expressions.join(', ')} FROM ${quoteMysql(table.source)}`,
    rowsAsArray: true,
  })
  return digestAll(table, columns, rows, (value, column) => column.expected(value))
}

async function readPostgres(postgres: Client, table: Table, columns: readonly ComparedColumn[]): Promise<Rows> {
  const { rows } = await postgres.query<(string | null)[]>({
    text: `SELECT ${columns.map(({ name }) => `${quotePostgres(name)}::text`).join(', ')} FROM ${quoteTarget(table.target)}`,
    rowMode: 'array',
  })
  return digestAll(table, columns, rows, (value, column) => canonicalPostgres(value, column.postgresType))
}

function digestAll<Value>(
  table: Table,
  columns: readonly ComparedColumn[],
  rows: readonly (readonly Value[])[],
  canonical: (value: Value, column: ComparedColumn) => string | null,
): Rows {
  const keyColumns = new Set<string>(table.primaryKey)
  const digests: Rows = new Map()
  for (const row of rows) {
    const key: string[] = []
    const values = columns.map((column, i) => {
      // The row holds a value for every selected column.
      const text = canonical(row[i] as Value, column)
      if (keyColumns.has(column.name)) key.push(text ?? '')
      return text === null ? 'null' : `text:${text}`
    })
    digests.set(JSON.stringify(key), {
      row: createHash('sha1').update(JSON.stringify(values)).digest(),
      columns: values.map((value) => createHash('md5').update(value).digest().readUInt32LE()),
    })
  }
  return digests
}
