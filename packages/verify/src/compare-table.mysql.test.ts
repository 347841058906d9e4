import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { timestamp } from '@hourglass/catalog-kit/kinds/timestamp'
import { lookup } from '@hourglass/catalog-kit/lookup'
import { renderDdl } from '@hourglass/catalog-kit/render-ddl'
import type { Table } from '@hourglass/catalog-kit/table'
import { secondsBetween } from '@hourglass/transform/seconds-between'
import { trimWhitespace } from '@hourglass/transform/trim-whitespace'
import { mysqlDatabase, postgresDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { compareTable } from './compare-table.ts'

/* One row with a column of each kind, the same in both databases but for one planted difference at a time. */

const doc = 'x'
const table = defineTable({
  source: 'samples',
  target: 'analytics.samples',
  doc,
  owner: 'x',
  columns: {
    id: col.int({ doc }),
    small: col.tinyint({ doc }),
    huge: col.bigintUnsigned({ doc }),
    flag: col.bool({ doc }),
    price: col.decimal({ doc, precision: 10, scale: 2 }),
    ratio: col.float({ doc }),
    exact: col.double({ doc }),
    note: col.text({ doc, nullable: true }),
    bytes: col.binary({ doc }),
    day: col.date({ doc }),
    local_time: col.timestamp({ doc }),
    moment: col.timestamptz({ doc }),
    span: col.time({ doc }),
    year: col.year({ doc }),
    state: col.enum({ doc, values: ['on', 'off'] }),
    tags: col.set({ doc }),
    extra: col.json({ doc }),
    bits: col.bit({ doc, n: 10 }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

const MYSQL = [
  `create table samples (id int primary key, small tinyint not null, huge bigint unsigned not null,
   flag tinyint(1) not null, price decimal(10,2) not null, ratio float not null, exact double not null, note text,
   bytes varbinary(8) not null, day date not null, local_time datetime(6) not null, moment timestamp(6) not null,
   span time(6) not null, year year not null, state enum('on','off') not null, tags set('a','b c') not null,
   extra json not null, bits bit(10) not null)`,
  `insert into samples values (1, -1, 18446744073709551615, 1, 10.50, 0.1, 0.30000000000000004, 'Zoë',
   x'00ff', '2026-11-23', '2026-11-23 10:00:00.5', '2026-11-23 10:00:00.000001', '-12:30:00.25', 2026, 'on', 'a,b c',
   '{"b": 1, "a": [1, 2]}', b'1000000001')`,
]
/** The same row as Postgres holds it. */
const ROW: Readonly<Record<string, string>> = {
  id: '1',
  small: '-1',
  huge: '18446744073709551615',
  flag: 'true',
  price: '10.50',
  ratio: '0.1',
  exact: '0.30000000000000004',
  note: 'Zoë',
  bytes: String.raw`\x00ff`,
  day: '2026-11-23',
  local_time: '2026-11-23 10:00:00.5',
  moment: '2026-11-23 10:00:00.000001+00',
  span: '-12:30:00.25',
  year: '2026',
  state: 'on',
  tags: '{a,"b c"}',
  extra: '{"a": [1, 2], "b": 1}',
  bits: '1000000001',
}
/** The smallest difference that each column can have. */
const PLANTED: Readonly<Record<string, string | null>> = {
  small: '-2',
  huge: '18446744073709551614',
  flag: 'false',
  price: '10.51',
  ratio: '0.10000001',
  exact: '0.3',
  note: null,
  bytes: String.raw`\x00fe`,
  day: '2026-11-22',
  local_time: '2026-11-23 10:00:00.500001',
  moment: '2026-11-23 11:00:00.000001+00',
  span: '-12:30:00.250001',
  year: '2025',
  state: 'off',
  tags: '{a}',
  extra: '{"a": [2, 1], "b": 1}',
  bits: '1000000011',
}

test('a planted difference is found in each column kind, and named', async () => {
  await using source = await mysqlDatabase()
  await using target = await postgresDatabase()
  for (const statement of MYSQL) await source.query(statement)
  await target.query(renderDdl(table))
  const names = Object.keys(ROW)
  const parameters = names.map((_, index) => `$${index + 1}`)
  await target.query(
    `insert into analytics.samples (${names.join(', ')}) values (${parameters.join(', ')})`,
    Object.values(ROW),
  )
  const compare = () => compareDatabases(source.url, target.url)

  expect(await compare()).toMatchObject({ sourceRows: 1, targetRows: 1, values: 18, differing: 0, columns: [] })
  for (const [column, value] of Object.entries(PLANTED)) {
    await target.query(`update analytics.samples set ${column} = $1`, [value])
    expect(await compare()).toMatchObject({ differing: 1, columns: [column] })
    await target.query(`update analytics.samples set ${column} = $1`, [ROW[column]])
  }
  expect(Object.keys(PLANTED)).toEqual(names.filter((name) => name !== 'id'))
})

const industries = defineTable({
  source: 'industries',
  target: 'analytics.industries',
  doc,
  owner: 'x',
  columns: { code: col.text({ doc }), name: col.text({ doc, using: trimWhitespace }), zone: col.text({ doc }) },
  primaryKey: ['code'],
  load: { mode: 'replace' },
})
const enriched = defineTable({
  source: 'companies',
  target: 'analytics.companies',
  doc,
  owner: 'x',
  columns: {
    id: col.int({ doc }),
    code: col.text({ doc, nullable: true }),
    industry: col.text({
      doc,
      nullable: true,
      from: lookup(industries, { by: 'code', take: 'name', missing: { value: 'unknown' } }),
    }),
    zone: col.text({ doc, nullable: true, from: lookup(industries, { by: 'code', take: 'zone', missing: 'null' }) }),
    seconds: col.bigint({
      doc,
      nullable: true,
      inputs: { begun: timestamp, ended: timestamp },
      using: secondsBetween('begun', 'ended'),
    }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

test('looked-up values and values of several inputs are computed again, and a planted difference is found', async () => {
  await using source = await mysqlDatabase()
  await using target = await postgresDatabase()
  for (const statement of [
    'create table industries (code varchar(20) primary key, name varchar(40) not null, zone varchar(20) not null)',
    "insert into industries values ('soft', ' Software  makers ', 'UTC')",
    `create table companies (id int primary key, code varchar(20), begun datetime(6), ended datetime(6))`,
    `insert into companies values (1, 'soft', '2026-11-23 10:00:00', '2026-11-23 10:01:30'), (2, 'Soft', null, null), (3, null, null, null)`,
  ]) {
    await source.query(statement)
  }
  await target.query(renderDdl(enriched))
  await target.query(`insert into analytics.companies values
    (1, 'soft', 'Software makers', 'UTC', 90), (2, 'Soft', 'unknown', null, null), (3, null, null, null, null)`)
  const compare = () => compareDatabases(source.url, target.url, enriched)

  expect(await compare()).toMatchObject({ sourceRows: 3, differing: 0 })
  for (const [column, id, value] of [
    ['industry', 1, 'Software  makers'],
    ['industry', 2, null],
    ['zone', 1, 'Etc/UTC'],
    ['zone', 3, 'UTC'],
    ['seconds', 1, '91'],
    ['seconds', 2, '0'],
  ] as const) {
    const [before] = await target.query(`select ${column} as was from analytics.companies where id = ${id}`)
    await target.query(`update analytics.companies set ${column} = $1 where id = ${id}`, [value])
    expect(await compare()).toMatchObject({ differing: 1, columns: [column] })
    await target.query(`update analytics.companies set ${column} = $1 where id = ${id}`, [before?.['was']])
  }
})

test('a row that only one side has is found', async () => {
  await using source = await mysqlDatabase()
  await using target = await postgresDatabase()
  for (const statement of MYSQL) await source.query(statement)
  await target.query(renderDdl(table))
  expect(await compareDatabases(source.url, target.url)).toMatchObject({ sourceRows: 1, targetRows: 0, differing: 1 })
})

async function compareDatabases(mysqlUrl: string, postgresUrl: string, compared: Table = table) {
  const exact = { supportBigNumbers: true, bigNumberStrings: true, dateStrings: true }
  const mysql = await createConnection({ uri: mysqlUrl, charset: 'utf8mb4', ...exact })
  const postgres = new Client({ connectionString: postgresUrl, options: '-c TimeZone=UTC' })
  await postgres.connect()
  try {
    await mysql.query("SET time_zone = '+00:00'")
    return await compareTable(mysql, postgres, compared, Buffer.alloc(32))
  } finally {
    await Promise.all([mysql.end(), postgres.end()])
  }
}
