import { copyField } from '@hourglass/catalog-kit/copy-text'
import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import { col } from '@hourglass/catalog-kit/col'
import type { Column, Table } from '@hourglass/catalog-kit/table'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, readWhole, sourceFor } from '../test/helpers.ts'

/*
 * Every kind, from a real server through the wire to COPY text. Values are written with sql_mode '' and in UTC, so
 * that zero dates and the like are stored as given.
 */

interface Case {
  /** MySQL type. */
  readonly type: string
  readonly column: Column
  /** SQL of a value -> the text that Postgres gets, NULL, or the reason of the quarantine. */
  readonly values: Readonly<Record<string, string | null | { readonly refused: string }>>
  readonly conversions?: Readonly<Record<string, number>>
}

const doc = 'Value.'
const nullable = true
const utf8 = (type: string) => `${type} character set utf8mb4`
const ALL_BYTES = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0')).join('')
const MOMENTS = {
  "'1970-01-01 00:00:01'": '1970-01-01 00:00:01.000000',
  "'2024-03-31 02:30:00.012300'": '2024-03-31 02:30:00.012300',
  "'2038-01-19 03:14:07.999999'": '2038-01-19 03:14:07.999999',
}
const withZone = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([sql, text]) => [sql, `${text}+00`]))

const CASES: readonly Case[] = [
  { type: 'tinyint(1)', column: col.tinyint({ doc }), values: { '-128': '-128', '0': '0', '2': '2', '127': '127' } },
  { type: 'tinyint unsigned', column: col.tinyintUnsigned({ doc }), values: { '0': '0', '255': '255' } },
  { type: 'smallint', column: col.smallint({ doc }), values: { '-32768': '-32768', '32767': '32767' } },
  { type: 'smallint unsigned', column: col.smallintUnsigned({ doc }), values: { '65535': '65535' } },
  { type: 'mediumint', column: col.mediumint({ doc }), values: { '-8388608': '-8388608', '8388607': '8388607' } },
  { type: 'mediumint unsigned', column: col.mediumintUnsigned({ doc }), values: { '16777215': '16777215' } },
  { type: 'int', column: col.int({ doc }), values: { '-2147483648': '-2147483648', '2147483647': '2147483647' } },
  { type: 'int unsigned', column: col.intUnsigned({ doc }), values: { '4294967295': '4294967295' } },
  { type: 'int(5) unsigned zerofill', column: col.intUnsigned({ doc }), values: { '7': '00007' } },
  {
    type: 'bigint',
    column: col.bigint({ doc, nullable }),
    values: {
      '-9223372036854775808': '-9223372036854775808',
      '9007199254740993': '9007199254740993',
      '9223372036854775807': '9223372036854775807',
      null: null,
    },
  },
  {
    type: 'bigint unsigned',
    column: col.bigintUnsigned({ doc }),
    values: { '9223372036854775808': '9223372036854775808', '18446744073709551615': '18446744073709551615' },
  },
  {
    type: 'tinyint(1)',
    column: col.bool({ doc, nullable }),
    values: {
      '0': 'f',
      '1': 't',
      null: null,
      '2': { refused: 'a yes-or-no column holds a number other than 0 and 1' },
    },
  },
  { type: 'bit(1)', column: col.bool({ doc }), values: { "b'0'": 'f', "b'1'": 't' } },
  { type: 'bit(5)', column: col.bit({ doc, n: 5 }), values: { "b'00101'": '00101', '31': '11111' } },
  {
    type: 'bit(64)',
    column: col.bit({ doc, n: 64 }),
    values: { '18446744073709551615': '1'.repeat(64), '1': `${'0'.repeat(63)}1` },
  },
  {
    type: 'decimal(65,30)',
    column: col.decimal({ doc, precision: 65, scale: 30 }),
    values: {
      '99999999999999999223372036854775807.121111111111111345334523423220':
        '99999999999999999223372036854775807.121111111111111345334523423220',
      '-0.000000000000000000000000000001': '-0.000000000000000000000000000001',
    },
  },
  { type: 'decimal(5,2) unsigned', column: col.decimal({ doc, precision: 5, scale: 2 }), values: { '1.1': '1.10' } },
  {
    type: 'float',
    column: col.float({ doc }),
    values: {
      '123456789': '123456792',
      '0.1': '0.10000000149011612',
      '1e-38': expect.stringMatching(/^9\.99.*e-39$/) as string,
    },
  },
  {
    type: 'double',
    column: col.double({ doc }),
    values: {
      '1.7976931348623157e308': '1.7976931348623157e308',
      '2.2250738585072014e-308': '2.2250738585072014e-308',
      '0.1': '0.1',
      '123456789.123456': '123456789.123456',
      '-0e0': expect.stringMatching(/^-?0$/) as string,
    },
  },
  {
    type: 'date',
    column: col.date({ doc, nullable }),
    values: {
      "'0001-01-01'": '0001-01-01',
      "'1752-09-09'": '1752-09-09',
      "'1970-01-01'": '1970-01-01',
      "'9999-12-31'": '9999-12-31',
      "'0000-00-00'": null,
      "'2024-00-15'": null,
      "'2024-02-00'": null,
    },
    conversions: { 'v: zero-date-to-null': 1, 'v: partial-date-to-null': 2 },
  },
  {
    type: 'date not null',
    column: col.date({ doc }),
    values: {
      "'0000-00-00'": { refused: 'a zero date in a column that holds no NULL' },
      "'2024-00-15'": { refused: 'a partial date in a column that holds no NULL' },
      "'2024-02-29'": '2024-02-29',
    },
  },
  {
    type: 'datetime(6)',
    column: col.timestamp({ doc, nullable }),
    values: { ...MOMENTS, "'9999-12-31 23:59:59.999999'": '9999-12-31 23:59:59.999999', "'0000-00-00 00:00:00'": null },
    conversions: { 'v: zero-date-to-null': 1 },
  },
  { type: 'datetime', column: col.timestamp({ doc }), values: { "'2024-01-01 10:00:00'": '2024-01-01 10:00:00' } },
  { type: 'datetime(6)', column: col.timestamptz({ doc, datetimeIn: 'UTC' }), values: withZone(MOMENTS) },
  {
    type: 'timestamp(6) null',
    column: col.timestamptz({ doc, nullable }),
    values: { ...withZone(MOMENTS), "'0000-00-00 00:00:00'": null, null: null },
    conversions: { 'v: zero-date-to-null': 1 },
  },
  {
    type: 'time(6)',
    column: col.time({ doc }),
    values: {
      "'838:59:59.999999'": '838:59:59.999999',
      "'-838:59:59.999999'": '-838:59:59.999999',
      "'00:00:00'": '00:00:00.000000',
    },
  },
  { type: 'year', column: col.year({ doc }), values: { '0': '0000', '1901': '1901', '2155': '2155' } },
  {
    type: utf8("enum('small','Groß','it''s')"),
    column: col.enum({ doc, values: ['small', 'Groß', "it's"] }),
    values: { "'small'": 'small', "'Groß'": 'Groß', "'it''s'": "it's", "'none of them'": '' },
  },
  {
    type: utf8("enum('a','b')"),
    column: col.enum({ doc, values: ['a'] }),
    values: { "'a'": 'a', "'b'": { refused: 'a value that the catalog does not list for this enum' } },
  },
  {
    type: utf8("set('a','b \"q\"','c\\\\d')"),
    column: col.set({ doc, nullable }),
    values: { '\'b "q",a\'': '{"a","b \\"q\\""}', "''": '{}', "'c\\\\d'": '{"c\\\\d"}', null: null },
  },
  {
    type: utf8('varchar(100)'),
    column: col.text({ doc, nullable }),
    values: {
      "''": '',
      "'NULL'": 'NULL',
      "'trailing  '": 'trailing  ',
      "'👩‍👩‍👧 ́e ‮ ﷽'": '👩‍👩‍👧 ́e ‮ ﷽',
      "'\\t\\n\\r\\\\'": '\t\n\r\\',
      "'a\\0b'": 'ab',
      null: null,
    },
    conversions: { 'v: nul-character-removed': 1 },
  },
  { type: 'char(5)', column: col.text({ doc }), values: { "'ab'": 'ab' } },
  {
    type: 'varchar(9) character set latin1',
    column: col.text({ doc }),
    // MySQL's latin1 is cp1252 (edge case 66).
    values: { '0x809699': '€–™', "'é'": 'é' },
  },
  { type: 'varchar(9) character set latin2', column: col.text({ doc }), values: { "'łódź'": 'łódź' } },
  { type: 'varchar(9) character set greek', column: col.text({ doc }), values: { "'Ωμέγα'": 'Ωμέγα' } },
  { type: 'varchar(9) character set hebrew', column: col.text({ doc }), values: { "'שלום'": 'שלום' } },
  { type: 'varchar(9) character set gbk', column: col.text({ doc }), values: { "'中文字符'": '中文字符' } },
  { type: 'varchar(9) character set big5', column: col.text({ doc }), values: { "'繁體'": '繁體' } },
  // Two bytes, the second of which is a backslash in ASCII.
  { type: 'varchar(9) character set sjis', column: col.text({ doc }), values: { "'ソ表示'": 'ソ表示' } },
  { type: 'varchar(9) character set ujis', column: col.text({ doc }), values: { "'日本語'": '日本語' } },
  { type: 'varchar(9) character set euckr', column: col.text({ doc }), values: { "'한국어'": '한국어' } },
  { type: 'varchar(9) character set utf16', column: col.text({ doc }), values: { "'a😀'": 'a😀' } },
  // UTF-8 stored in a latin1 column is delivered as the server says (edge case 69).
  { type: 'varchar(9) character set latin1', column: col.text({ doc }), values: { '0xC3A9': 'Ã©' } },
  {
    type: 'blob',
    column: col.binary({ doc, nullable }),
    values: { [`0x${ALL_BYTES}`]: `\\x${ALL_BYTES}`, "''": '\\x', "'a\\0\\0'": '\\x610000', null: null },
  },
  { type: 'binary(4)', column: col.binary({ doc }), values: { "'ab'": '\\x61620000' } },
  {
    type: 'json',
    column: col.json({ doc, nullable }),
    values: {
      '\'{"a": 1.0, "n": 18446744073709551616, "t": "\\\\n😀"}\'':
        '{"a": 1.0, "n": 18446744073709551616, "t": "\\n😀"}',
      "'null'": 'null',
      "'[]'": '[]',
      null: null,
      '\'"\\\\u0000"\'': { refused: expect.any(String) as string },
    },
  },
]

let database: TestDatabase

beforeAll(async () => {
  database = await mysqlDatabase()
  await database.query("set sql_mode = '', time_zone = '+00:00'")
  await database.query('set names utf8mb4')
})

afterAll(async () => {
  await database[Symbol.asyncDispose]()
})

test.for(CASES.map((one, i) => ({ ...one, name: `${one.column.kind.name} from ${one.type}`, table: `t${i}` })))(
  '$name',
  async ({ type, column, values, conversions, table }) => {
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
    },
  ])
  // A row that does not cross counts no conversions.
  expect(totals).toEqual({ rowsRead: 1, rowsQuarantined: 1, conversions: {}, warnings: 0 })
})
