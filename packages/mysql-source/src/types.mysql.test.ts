import { copyField } from '@hourglass/catalog-kit/copy-text'
import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { col } from '@hourglass/catalog-kit/col'
import type { Table } from '@hourglass/catalog-kit/table'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, readWhole, sourceFor } from '../test/helpers.ts'
import { TYPE_CASES, type TypeCase, utf8 } from '../test/type-cases.ts'

const doc = 'Value.'
const nullable = true

let database: TestDatabase

beforeAll(async () => {
  database = await mysqlDatabase()
  await database.query("set sql_mode = '', time_zone = '+00:00'")
  await database.query('set names utf8mb4')
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

const titleOf = ({ column, type, covers }: TypeCase) => `${column.kind.name} from ${type} ${covers ?? ''}`.trimEnd()

// %s: a title with $name is cut at 40 characters, and may lose its case numbers.
test.for(TYPE_CASES.map((one, i) => [titleOf(one), { ...one, table: `t${i}` }] as const))(
  '%s',
  async ([, { type, column, values, conversions, table }]) => {
    await database.query(`create table ${table} (id int primary key auto_increment, v ${type})`)
    for (const sql of Object.keys(values)) await database.query(`insert into ${table} (v) values (${sql})`)
    const catalog: Table = {
      source: table,
      target: `analytics.${table}`,
      doc: 'Test.',
      owner: 'tests',
      columns: { id: col.int({ doc: 'Key.' }), v: column },
      primaryKey: ['id'],
      split: { by: 'id', rows: 1000 },
      load: { mode: 'replace' },
    }
    const source = sourceFor(database.url)
    const described = (await source.describe(catalog)) ?? []
    expect(
      column.kind.accepts(described.find(({ name }) => name === 'v') as SourceColumn) || type.includes("'b'"),
    ).toBe(true)

    const { lines, quarantined, totals } = await readWhole(source, catalog)
    const crossed = new Map(lines.map((line) => [fieldsOf(line)[0], line]))
    const found = Object.keys(values).map((_, i) => {
      const line = crossed.get(String(i + 1))
      return line === undefined
        ? { refused: quarantined.find(({ key }) => key['id'] === String(i + 1))?.reason }
        : fieldsOf(line)[1]
    })
    expect(found).toEqual(Object.values(values))
    expect(totals.conversions).toEqual(conversions ?? {})
    expect(totals.warnings).toBe(0)
    // The bytes are those of the plain reference.
    for (const line of lines) expect(line).toBe(fieldsOf(line).map(copyField).join('\t'))
  },
)

test('a quarantined row keeps text as text and bytes as hex', async () => {
  await database.query(
    `create table q (id bigint unsigned primary key, b bool, t ${utf8('varchar(20)')}, x varbinary(9), f bit(4), d datetime)`,
  )
  await database.query("insert into q values (18446744073709551615, 7, 'é\\0', 'ab', b'0110', '0000-00-00')")
  const table: Table = {
    source: 'q',
    target: 'analytics.q',
    doc: 'Test.',
    owner: 'tests',
    columns: {
      id: col.bigintUnsigned({ doc }),
      t: col.text({ doc }),
      x: col.binary({ doc }),
      f: col.bit({ doc, n: 4 }),
      d: col.timestamp({ doc, nullable }),
      b: col.bool({ doc }),
    },
    primaryKey: ['id'],
    split: { by: 'id', rows: 1000 },
    load: { mode: 'replace' },
  }
  const { lines, quarantined, totals } = await readWhole(sourceFor(database.url), table)
  expect(lines).toEqual([])
  expect(quarantined).toEqual([
    {
      key: { id: '18446744073709551615' },
      column: 'b',
      reason: 'a yes-or-no column holds a number other than 0 and 1',
      row: {
        id: '18446744073709551615',
        t: 'é\0',
        x: '\\x6162',
        f: '\\x06',
        d: '0000-00-00 00:00:00',
        b: '7',
      },
      withheld: [],
    },
  ])
  // A row that does not cross counts no conversions.
  expect(totals).toEqual({ rowsRead: 1, rowsQuarantined: 1, conversions: {}, warnings: 0 })
})
