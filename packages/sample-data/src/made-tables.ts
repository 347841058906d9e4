import { modeOf } from '@hourglass/catalog-kit/modes'
import { quoteMysql } from '@hourglass/catalog-kit/identifiers'
import { inputsOf } from '@hourglass/catalog-kit/inputs'
import type { Kind, SourceColumn } from '@hourglass/catalog-kit/kind'
import { type Catalog, sourceKind, sourceName, type Table } from '@hourglass/catalog-kit/table'
import { withLaxSession } from './session.ts'
import { type MadeValue, type SourceConnection, type WrittenTable, writeRows } from './write-rows.ts'

/*
 * A catalog whose MySQL is not at hand gets one made from its kinds, with plain values, so that the local cloud runs it
 * at once.
 */

/** Few enough that numbers from 1 fit into the smallest type. */
const ROWS = 100

/** A MySQL type, and the value that row `n` (from 1) has in a column of it: another one in each row, where it can. */
type MadeType = readonly [type: string, value: (n: number, column: string) => MadeValue]

const two = (n: number) => String(n).padStart(2, '0')
const day = (n: number) => `2026-${two(1 + Math.floor(n / 28))}-${two(1 + (n % 28))}`

const TYPES: readonly MadeType[] = [
  ['tinyint', (n) => n],
  ['tinyint unsigned', (n) => n],
  ['float', (n) => n / 4],
  ['double', (n) => n / 4],
  ['tinyint(1)', (n) => n % 2],
  ['date', day],
  ['datetime(6)', (n) => `${day(n)} 09:30:${two(n % 60)}.000000`],
  ['timestamp(6)', (n) => `${day(n)} 09:30:${two(n % 60)}.000000`],
  ['time(6)', (n) => `${two(n % 24)}:30:00.000000`],
  ['year', (n) => 1990 + (n % 30)],
  ['varchar(190)', (n, column) => `${column} ${n}`],
  ["set('a','b')", (n) => (n % 2 === 0 ? 'a,b' : 'a')],
  ['json', (n) => `{"n": ${n}}`],
  ['varbinary(32)', (n, column) => `${column} ${n}`],
  ...Array.from({ length: 64 }, (_, bits): MadeType => [`bit(${bits + 1})`, () => '\u0001']),
]

interface MadeColumn {
  readonly name: string
  readonly nullable: boolean
  readonly made: MadeType
}

/** What the server would say of a column of this type. */
function described(type: string): SourceColumn {
  const [, size, scale] = /\((\d+)(?:,(\d+))?\)/.exec(type) ?? []
  return {
    name: 'made',
    dataType: /^[a-z]+/.exec(type)?.[0] ?? type,
    columnType: type,
    nullable: false,
    size: size === undefined ? null : Number(size),
    scale: scale === undefined ? null : Number(scale),
  }
}

/** The type of an ENUM follows from the kind's own options, which are TypeScript. */
function enumType(options: string): readonly MadeType[] {
  const listed = /^values: \[(.+)\]$/.exec(options)?.[1]
  if (listed === undefined) return []
  const values = [...listed.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
  const type = `enum(${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')})`
  return [[type, (n) => values[n % values.length] ?? null]]
}

/** A DECIMAL with the digits that Postgres has. */
function decimalType(postgresType: string): readonly MadeType[] {
  const [, precision, scale] = /^numeric\((\d+),(\d+)\)$/.exec(postgresType) ?? []
  if (precision === undefined || scale === undefined) return []
  const below = 10 ** Math.min(3, Number(precision) - Number(scale))
  return [[`decimal(${precision},${scale})`, (n) => (n % below).toFixed(Number(scale))]]
}

/** The first type that the kind reads. */
function madeType(kind: Kind): MadeType {
  const found = [...enumType(kind.options), ...decimalType(kind.postgresType), ...TYPES].find(([type]) =>
    kind.accepts(described(type)),
  )
  if (!found) throw new Error(`no MySQL type is known here that col.${kind.name} reads; add one to made-tables.ts`)
  return found
}

/** The MySQL columns that a table reads. One may be NULL only where every column that reads it holds NULL. */
function madeColumns(table: Table): readonly MadeColumn[] {
  const columns = new Map<string, MadeColumn>()
  const add = (name: string, kind: Kind, nullable: boolean) => {
    const earlier = columns.get(name.toLowerCase())
    columns.set(name.toLowerCase(), {
      name: earlier?.name ?? name,
      nullable: nullable && (earlier?.nullable ?? true),
      made: earlier?.made ?? madeType(kind),
    })
  }
  for (const [name, column] of Object.entries(table.columns)) {
    const inputs = inputsOf(name, column)
    if (inputs === null) add(sourceName(name, column), sourceKind(column), column.nullable)
    else for (const { source, kind } of inputs) add(source, kind, column.nullable)
  }
  return [...columns.values()]
}

/** A table made from its kinds: how MySQL makes it, and its rows. */
interface MadeTable extends WrittenTable {
  readonly create: string
  readonly rows: () => Iterable<readonly MadeValue[]>
}

function makeTable(table: Table): MadeTable {
  const columns = madeColumns(table)
  const inMysql = (name: string) => {
    const column = table.columns[name]
    return quoteMysql(column === undefined ? name : sourceName(name, column))
  }
  const reads = modeOf(table).window
  const cursor = reads === null ? [] : [`KEY (${inMysql(reads.cursor)})`]
  const parts = [
    ...columns.map(({ name, nullable, made }) => `${quoteMysql(name)} ${made[0]} ${nullable ? 'NULL' : 'NOT NULL'}`),
    `PRIMARY KEY (${table.primaryKey.map(inMysql).join(', ')})`,
    ...cursor,
  ]
  return {
    create: `CREATE TABLE ${quoteMysql(table.source)} (${parts.join(', ')})`,
    name: table.source,
    columns: columns.map(({ name }) => name),
    *rows() {
      for (let n = 1; n <= ROWS; n++) {
        yield columns.map(({ name, nullable, made }) => (nullable && n % 7 === 0 ? null : made[1](n, name)))
      }
    },
  }
}

/**
 * Makes the MySQL tables of a catalog in the connection's empty database, and fills them with plain values: a fork's
 * tables can be run on a laptop before anybody has given it access to a real MySQL.
 *
 * @returns rows written, of all tables together
 */
export async function fillMadeTables(connection: SourceConnection, catalog: Catalog): Promise<number> {
  await withLaxSession(connection, async () => {
    for (const table of catalog.map(makeTable)) {
      await connection.query(table.create)
      await writeRows(connection, table, table.rows, () => undefined)
    }
  })
  return catalog.length * ROWS
}
