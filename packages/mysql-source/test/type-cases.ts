import { col } from '@hourglass/catalog-kit/col'
import type { Column } from '@hourglass/catalog-kit/table'
import { expect } from 'vitest'

/*
 * Every kind, from a real server through the wire to COPY text. Values are written with sql_mode '' and in UTC, so
 * that zero dates and the like are stored as given.
 */

export interface TypeCase {
  /** MySQL type. */
  readonly type: string
  /** Edge cases that it covers, as they stand in the title of its test: `[case 52]`. */
  readonly covers?: string
  readonly column: Column
  /** SQL of a value -> the text that Postgres gets, NULL, or the reason of the quarantine. */
  readonly values: Readonly<Record<string, string | null | { readonly refused: string }>>
  readonly conversions?: Readonly<Record<string, number>>
}

const doc = 'Value.'
const nullable = true
export const utf8 = (type: string) => `${type} character set utf8mb4`
const ALL_BYTES = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0')).join('')
const MOMENTS = {
  "'1970-01-01 00:00:01'": '1970-01-01 00:00:01.000000',
  "'2024-03-31 02:30:00.012300'": '2024-03-31 02:30:00.012300',
  "'2038-01-19 03:14:07.999999'": '2038-01-19 03:14:07.999999',
}
const withZone = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([sql, text]) => [sql, `${text}+00`]))

export const TYPE_CASES: readonly TypeCase[] = [
  {
    covers: '[case 62]',
    type: 'tinyint(1)',
    column: col.tinyint({ doc }),
    values: { '-128': '-128', '0': '0', '2': '2', '127': '127' },
  },
  {
    covers: '[case 54]',
    type: 'tinyint unsigned',
    column: col.tinyintUnsigned({ doc }),
    values: { '0': '0', '255': '255' },
  },
  { type: 'smallint', column: col.smallint({ doc }), values: { '-32768': '-32768', '32767': '32767' } },
  {
    covers: '[case 54]',
    type: 'smallint unsigned',
    column: col.smallintUnsigned({ doc }),
    values: { '65535': '65535' },
  },
  { type: 'mediumint', column: col.mediumint({ doc }), values: { '-8388608': '-8388608', '8388607': '8388607' } },
  { type: 'mediumint unsigned', column: col.mediumintUnsigned({ doc }), values: { '16777215': '16777215' } },
  { type: 'int', column: col.int({ doc }), values: { '-2147483648': '-2147483648', '2147483647': '2147483647' } },
  {
    covers: '[case 54]',
    type: 'int unsigned',
    column: col.intUnsigned({ doc }),
    values: { '4294967295': '4294967295' },
  },
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
    covers: '[case 53]',
    type: 'bigint unsigned',
    column: col.bigintUnsigned({ doc }),
    values: { '9223372036854775808': '9223372036854775808', '18446744073709551615': '18446744073709551615' },
  },
  {
    covers: '[case 62]',
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
    covers: '[case 63]',
    type: 'bit(64)',
    column: col.bit({ doc, n: 64 }),
    values: { '18446744073709551615': '1'.repeat(64), '1': `${'0'.repeat(63)}1` },
  },
  {
    covers: '[case 55]',
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
    covers: '[case 52]',
    type: 'float',
    column: col.float({ doc }),
    values: {
      '123456789': '123456792',
      '0.1': '0.10000000149011612',
      '1e-38': expect.stringMatching(/^9\.99.*e-39$/) as string,
    },
  },
  {
    covers: '[case 80]',
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
  // With digits declared, MySQL shows the value rounded to them; the bytes behind it have more.
  {
    type: 'double(10,2)',
    column: col.double({ doc }),
    values: { '-0.01': '-0.01', '1.14': '1.14', '1.36': '1.36', '99999999.99': '99999999.99' },
  },
  { type: 'float(7,2)', column: col.float({ doc }), values: { '1.14': '1.14', '-0.01': '-0.01' } },
  {
    covers: '[case 57, 58, 59, 83]',
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
    covers: '[case 57]',
    type: 'date not null',
    column: col.date({ doc }),
    values: {
      "'0000-00-00'": { refused: 'a zero date in a column that holds no NULL' },
      "'2024-00-15'": { refused: 'a partial date in a column that holds no NULL' },
      "'2024-02-29'": '2024-02-29',
    },
  },
  {
    covers: '[case 22, 59, 82]',
    type: 'datetime(6)',
    column: col.timestamp({ doc, nullable }),
    values: { ...MOMENTS, "'9999-12-31 23:59:59.999999'": '9999-12-31 23:59:59.999999', "'0000-00-00 00:00:00'": null },
    conversions: { 'v: zero-date-to-null': 1 },
  },
  { type: 'datetime', column: col.timestamp({ doc }), values: { "'2024-01-01 10:00:00'": '2024-01-01 10:00:00' } },
  { type: 'datetime(6)', column: col.timestamptz({ doc, datetimeIn: 'UTC' }), values: withZone(MOMENTS) },
  {
    covers: '[case 81]',
    type: 'timestamp(6) null',
    column: col.timestamptz({ doc, nullable }),
    values: { ...withZone(MOMENTS), "'0000-00-00 00:00:00'": null, null: null },
    conversions: { 'v: zero-date-to-null': 1 },
  },
  {
    covers: '[case 60]',
    type: 'time(6)',
    column: col.time({ doc }),
    values: {
      // MariaDB goes to .999999 from here, MySQL does not.
      "'838:59:59'": '838:59:59.000000',
      "'838:59:58.999999'": '838:59:58.999999',
      "'-838:59:58.999999'": '-838:59:58.999999',
      "'00:00:00'": '00:00:00.000000',
    },
  },
  {
    covers: '[case 61]',
    type: 'year',
    column: col.year({ doc }),
    values: { '0': '0000', '1901': '1901', '2155': '2155' },
  },
  {
    covers: '[case 76]',
    type: utf8("enum('small','Groß','it''s')"),
    column: col.enum({ doc, values: ['small', 'Groß', "it's"] }),
    values: { "'small'": 'small', "'Groß'": 'Groß', "'it''s'": "it's", "'none of them'": '' },
  },
  {
    type: utf8("enum('a','b')"),
    column: col.enum({ doc, values: ['a'] }),
    values: { "'a'": 'a', "'b'": { refused: 'a value that the catalog does not list for this enum' } },
  },
  // information_schema shows each as ?, so a catalog lists the character or, as scaffolded, the question mark.
  {
    type: utf8("enum('😀','b')"),
    column: col.enum({ doc, values: ['😀', 'b'] }),
    values: { "'😀'": '😀', "'b'": 'b' },
  },
  {
    type: utf8("enum('x😀','y')"),
    column: col.enum({ doc, values: ['x?', 'y'] }),
    values: { "'x😀'": 'x😀', "'y'": 'y' },
  },
  {
    covers: '[case 77]',
    type: utf8("set('a','b \"q\"','c\\\\d')"),
    column: col.set({ doc, nullable }),
    values: { '\'b "q",a\'': '{"a","b \\"q\\""}', "''": '{}', "'c\\\\d'": '{"c\\\\d"}', null: null },
  },
  {
    covers: '[case 64, 68, 70, 71]',
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
    covers: '[case 66]',
    type: 'varchar(9) character set latin1',
    column: col.text({ doc }),
    // MySQL's latin1 is cp1252 (edge case 66).
    values: { '0x809699': '€–™', "'é'": 'é' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set latin2',
    column: col.text({ doc }),
    values: { "'łódź'": 'łódź' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set greek',
    column: col.text({ doc }),
    values: { "'Ωμέγα'": 'Ωμέγα' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set hebrew',
    column: col.text({ doc }),
    values: { "'שלום'": 'שלום' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set gbk',
    column: col.text({ doc }),
    values: { "'中文字符'": '中文字符' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set big5',
    column: col.text({ doc }),
    values: { "'繁體'": '繁體' },
  },
  // Two bytes, the second of which is a backslash in ASCII.
  {
    covers: '[case 67]',
    type: 'varchar(9) character set sjis',
    column: col.text({ doc }),
    values: { "'ソ表示'": 'ソ表示' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set ujis',
    column: col.text({ doc }),
    values: { "'日本語'": '日本語' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set euckr',
    column: col.text({ doc }),
    values: { "'한국어'": '한국어' },
  },
  {
    covers: '[case 67]',
    type: 'varchar(9) character set utf16',
    column: col.text({ doc }),
    values: { "'a😀'": 'a😀' },
  },
  // UTF-8 stored in a latin1 column is delivered as the server says (edge case 69).
  {
    covers: '[case 69]',
    type: 'varchar(9) character set latin1',
    column: col.text({ doc }),
    values: { '0xC3A9': 'Ã©' },
  },
  {
    covers: '[case 75]',
    type: 'blob',
    column: col.binary({ doc, nullable }),
    values: { [`0x${ALL_BYTES}`]: `\\x${ALL_BYTES}`, "''": '\\x', "'a\\0\\0'": '\\x610000', null: null },
  },
  { covers: '[case 75]', type: 'binary(4)', column: col.binary({ doc }), values: { "'ab'": '\\x61620000' } },
  {
    covers: '[case 78]',
    type: 'json',
    column: col.json({ doc, nullable }),
    values: {
      '\'{"a": 1.0, "n": 18446744073709551615, "t": "\\\\n😀"}\'':
        '{"a": 1.0, "n": 18446744073709551615, "t": "\\n😀"}',
      "'null'": 'null',
      "'[]'": '[]',
      null: null,
      '\'"\\\\u0000"\'': { refused: expect.any(String) as string },
    },
  },
]
