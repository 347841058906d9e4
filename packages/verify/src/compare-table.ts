import { createHash } from 'node:crypto'
import { quoteMysql, quotePostgres, quoteTarget } from '@hourglass/catalog-kit/identifiers'
import { isComputed } from '@hourglass/catalog-kit/inputs'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import type { Client } from 'pg'
import { canonicalPostgres, type MysqlValue } from './canonical.ts'
import { type ExpectedComputed, expectedComputed } from './expected-computed.ts'
import { expectedValue } from './expected-value.ts'
import { expressionsOf } from './mysql-values.ts'
import { readReferences, type TakenValues } from './references.ts'

/** What both databases hold of one table. */
export interface Comparison {
  readonly table: string
  readonly sourceRows: number
  readonly targetRows: number
  /** Values that were compared: rows of the source times columns. */
  readonly values: number
  /** Keys whose rows differ, or that only one side has. */
  readonly differing: number
  /** Names of the columns in which they differ. */
  readonly columns: readonly string[]
}

/** Differing rows that are looked at again, to name the columns. */
const MOST_LOOKED_AT = 100

interface ComparedColumn {
  readonly name: string
  readonly postgresType: string
  /** What is selected of MySQL for it... */
  readonly expressions: readonly string[]
  /** ...and what Postgres must hold for that. */
  readonly expected: ExpectedComputed
}

/** Canonical values of one row, in the order of the compared columns. */
type Row = readonly (string | null)[]
type ReadRows = (each: (key: string, row: Row) => void) => Promise<void>

/**
 * Reads a whole table back through both drivers and compares every value. The sessions must be pinned to UTC, the MySQL
 * one with dateStrings, supportBigNumbers and bigNumberStrings. Holds one digest a row in memory.
 */
export async function compareTable(
  mysql: Connection,
  postgres: Client,
  table: Table,
  maskKey: Buffer,
): Promise<Comparison> {
  const columns = await comparedColumns(postgres, table, await readReferences(mysql, table), maskKey)
  const readSource: ReadRows = (each) => readMysql(mysql, table, columns, each)
  const readTarget: ReadRows = (each) => readPostgres(postgres, table, columns, each)
  const [source, target] = await Promise.all([digests(readSource), digests(readTarget)])
  const keys = new Set([...source.keys(), ...target.keys()])
  const differing = [...keys].filter((key) => source.get(key) !== target.get(key))
  return {
    table: table.target,
    sourceRows: source.size,
    targetRows: target.size,
    values: source.size * columns.length,
    differing: differing.length,
    columns: differing.length === 0 ? [] : await differingColumns(differing, columns, readSource, readTarget),
  }
}

async function comparedColumns(
  postgres: Client,
  table: Table,
  taken: TakenValues,
  maskKey: Buffer,
): Promise<ComparedColumn[]> {
  const { rows } = await postgres.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [quoteTarget(table.target)],
  )
  const types = new Map(rows.map(({ name, type }) => [name, type]))
  return Object.entries(table.columns).map(([name, column]) => {
    const postgresType = types.get(name) ?? 'missing'
    const expressions = expressionsOf(name, column)
    if (isComputed(column)) {
      return {
        name,
        postgresType,
        expressions,
        expected: expectedComputed(name, column, postgresType, taken, { maskKey }),
      }
    }
    const expected = expectedValue(column, postgresType, maskKey)
    return { name, postgresType, expressions, expected: ([value = null]) => expected(value) }
  })
}

async function digests(read: ReadRows): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  await read((key, row) => all.set(key, createHash('sha1').update(JSON.stringify(row)).digest('base64')))
  return all
}

async function differingColumns(
  keys: readonly string[],
  columns: readonly ComparedColumn[],
  readSource: ReadRows,
  readTarget: ReadRows,
): Promise<string[]> {
  const wanted = new Set(keys.slice(0, MOST_LOOKED_AT))
  const found = new Map<string, Row>()
  await readSource((key, row) => {
    if (wanted.has(key)) found.set(key, row)
  })
  const names = new Set<string>()
  await readTarget((key, row) => {
    const other = found.get(key)
    if (!other) return
    for (const [i, column] of columns.entries()) if (row[i] !== other[i]) names.add(column.name)
  })
  return [...names]
}

async function readMysql(
  mysql: Connection,
  table: Table,
  columns: readonly ComparedColumn[],
  each: (key: string, row: Row) => void,
): Promise<void> {
  const expressions = columns.flatMap((column) => column.expressions)
  const ends = columns.map((_, i) => columns.slice(0, i + 1).reduce((sum, one) => sum + one.expressions.length, 0))
  const [rows] = await mysql.query<(RowDataPacket & MysqlValue[])[]>({
    sql: `SELECT ${expressions.join(', ')} FROM ${quoteMysql(table.source)}`,
    rowsAsArray: true,
  })
  const keyOf = keyReader(table, columns)
  for (const values of rows) {
    const row = columns.map((column, i) => column.expected(values.slice(ends[i - 1] ?? 0, ends[i])))
    each(keyOf(row), row)
  }
}

async function readPostgres(
  postgres: Client,
  table: Table,
  columns: readonly ComparedColumn[],
  each: (key: string, row: Row) => void,
): Promise<void> {
  const { rows } = await postgres.query<(string | null)[]>({
    text: `SELECT ${columns.map(({ name }) => `${quotePostgres(name)}::text`).join(', ')} FROM ${quoteTarget(table.target)}`,
    rowMode: 'array',
  })
  const keyOf = keyReader(table, columns)
  for (const values of rows) {
    const row = columns.map((column, i) => canonicalPostgres(values[i] ?? null, column.postgresType))
    each(keyOf(row), row)
  }
}

function keyReader(table: Table, columns: readonly ComparedColumn[]): (row: Row) => string {
  const positions = table.primaryKey.map((name) => columns.findIndex((column) => column.name === name))
  return (row) => JSON.stringify(positions.map((position) => row[position]))
}
