import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { mysqlDatabase, postgresDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { expect, test } from 'vitest'
import { createCopySink } from './values/copy-text.ts'
import type { Kind } from './column/kind.ts'
import { bigint } from './kinds/bigint.ts'
import { bigintUnsigned } from './kinds/bigint-unsigned.ts'
import { binary } from './kinds/binary.ts'
import { bit } from './kinds/bit.ts'
import { bool } from './kinds/bool.ts'
import { date } from './kinds/date.ts'
import { decimal } from './kinds/decimal.ts'
import { double } from './kinds/double.ts'
import { enumOf } from './kinds/enum.ts'
import { float } from './kinds/float.ts'
import { int } from './kinds/int.ts'
import { intUnsigned } from './kinds/int-unsigned.ts'
import { json } from './kinds/json.ts'
import { mediumint } from './kinds/mediumint.ts'
import { mediumintUnsigned } from './kinds/mediumint-unsigned.ts'
import { set } from './kinds/set.ts'
import { smallint } from './kinds/smallint.ts'
import { smallintUnsigned } from './kinds/smallint-unsigned.ts'
import { text } from './kinds/text.ts'
import { time } from './kinds/time.ts'
import { timestamp } from './kinds/timestamp.ts'
import { timestamptz } from './kinds/timestamptz.ts'
import { tinyint } from './kinds/tinyint.ts'
import { tinyintUnsigned } from './kinds/tinyint-unsigned.ts'
import { year } from './kinds/year.ts'

/*
 * Every kind through real servers: MySQL prints the value, the kind transcodes it, COPY takes it, and Postgres answers
 * what is expected. Keys are compared as both servers write them.
 */

/** Kind, MySQL column, MySQL literals, and what Postgres then shows as text in a session in UTC. */
const CASES: readonly (readonly [Kind, string, readonly (readonly [literal: string, shown: string])[]])[] = [
  [
    tinyint,
    'TINYINT(1)',
    [
      ['-128', '-128'],
      ['2', '2'],
    ],
  ],
  [tinyintUnsigned, 'TINYINT UNSIGNED', [['255', '255']]],
  [smallint, 'SMALLINT', [['-32768', '-32768']]],
  [smallintUnsigned, 'SMALLINT UNSIGNED', [['65535', '65535']]],
  [mediumint, 'MEDIUMINT', [['-8388608', '-8388608']]],
  [mediumintUnsigned, 'MEDIUMINT UNSIGNED', [['16777215', '16777215']]],
  [int, 'INT', [['-2147483648', '-2147483648']]],
  [
    intUnsigned,
    'INT(10) UNSIGNED ZEROFILL',
    [
      ['4294967295', '4294967295'],
      ['42', '42'],
    ],
  ],
  [
    bigint,
    'BIGINT',
    [
      ['-9223372036854775808', '-9223372036854775808'],
      ['9007199254740993', '9007199254740993'],
    ],
  ],
  [
    bigintUnsigned,
    'BIGINT UNSIGNED',
    [
      ['18446744073709551615', '18446744073709551615'],
      ['0', '0'],
    ],
  ],
  [
    bool,
    'TINYINT(1)',
    [
      ['1', 'true'],
      ['0', 'false'],
    ],
  ],
  [
    bool,
    'BIT(1)',
    [
      ["b'1'", 'true'],
      ["b'0'", 'false'],
    ],
  ],
  [
    decimal({ precision: 65, scale: 30 }),
    'DECIMAL(65,30)',
    [
      [
        '99999999999999999223372036854775807.121111111111111345334523423220',
        '99999999999999999223372036854775807.121111111111111345334523423220',
      ],
    ],
  ],
  [decimal({ precision: 10, scale: 4 }), 'DECIMAL(8,2) UNSIGNED', [['1.5', '1.5000']]],
  [
    float,
    'FLOAT',
    [
      ['123456789', '1.2345679e+08'],
      ['0.1', '0.1'],
    ],
  ],
  [
    double,
    'DOUBLE',
    [
      ['1e308', '1e+308'],
      ['2.2250738585072014e-308', '2.2250738585072014e-308'],
      ['0.1', '0.1'],
    ],
  ],
  [double, 'FLOAT', [['123456789', '123456792']]],
  [
    text,
    'VARCHAR(40)',
    [
      ["'a\\tb\\r\\nc\\\\d \\\\N \\\\. 👩🏽‍💻'", 'a\tb\r\nc\\d \\N \\. 👩🏽‍💻'],
      ["''", ''],
      ["'NULL'", 'NULL'],
      ["'a\\0b'", 'ab'],
    ],
  ],
  [text, 'VARCHAR(40) CHARACTER SET latin1', [['_latin1 0x80969941', '€–™A']]],
  [binary, 'BINARY(4)', [['0x00FF5C', '\\x00ff5c00']]],
  [binary, 'LONGBLOB', [['0x5C4E0A09', '\\x5c4e0a09']]],
  [
    date,
    'DATE',
    [
      ["'0001-01-01'", '0001-01-01'],
      ["'9999-12-31'", '9999-12-31'],
    ],
  ],
  [
    timestamp,
    'DATETIME(6)',
    [
      ["'9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
      ["'0600-12-02 00:00:00.0123'", '0600-12-02 00:00:00.0123'],
    ],
  ],
  [timestamp, 'DATETIME', [["'1752-09-09 12:00:00'", '1752-09-09 12:00:00']]],
  [
    timestamptz(),
    'TIMESTAMP(6) NULL',
    [
      ["'2038-01-19 03:14:07'", '2038-01-19 03:14:07+00'],
      ["'1970-01-01 00:00:01.5'", '1970-01-01 00:00:01.5+00'],
    ],
  ],
  [timestamptz({ datetimeIn: 'UTC' }), 'DATETIME(3)', [["'2024-11-03 01:30:00.123'", '2024-11-03 01:30:00.123+00']]],
  [
    time,
    'TIME(3)',
    [
      ["'838:59:58.999'", '838:59:58.999'],
      ["'-838:59:58.999'", '-838:59:58.999'],
    ],
  ],
  [
    year,
    'YEAR',
    [
      ['0', '0'],
      ['2155', '2155'],
    ],
  ],
  [enumOf({ values: ['good', "it's"] }), "ENUM('good','it''s')", [["'it\\'s'", "it's"]]],
  [
    set,
    "SET('a','b','c \"d')",
    [
      ["'b,a'", '{a,b}'],
      ["''", '{}'],
      ["'c \"d'", '{"c \\"d"}'],
    ],
  ],
  [json, 'JSON', [['\'{"b":18446744073709551615,"a":"\\\\u00e9\\\\n"}\'', '{"a": "é\\n", "b": 18446744073709551615}']]],
  [bit({ n: 64 }), 'BIT(64)', [['~0', '1'.repeat(64)]]],
  [bit({ n: 10 }), 'BIT(10)', [["b'1000000001'", '1000000001']]],
]

/** MySQL's own bytes of what the kind selects; as hex, so that the driver converts nothing. */
async function wireOf(mysql: TestDatabase, kind: Kind, column: string): Promise<readonly Buffer[]> {
  if (kind.mysqlTypes.includes('float')) {
    // As text inside an expression MySQL cuts a number off at 22 characters; as a number it arrives whole.
    const rows = await mysql.query<{ wire: number }>(`SELECT ${kind.mysqlSelect('`v`')} AS wire FROM t ORDER BY n`)
    return rows.map(({ wire }) => Buffer.from(String(wire)))
  }
  const selected = `CONCAT(${kind.mysqlSelect('`v`')})`
  const isBytes = /BINARY|BLOB|BIT\((?!1\))/.test(column)
  const sent = isBytes ? selected : `CONVERT(${selected} USING utf8mb4)`
  const rows = await mysql.query<{ wire: string }>(`SELECT HEX(${sent}) AS wire FROM t ORDER BY n`)
  return rows.map(({ wire }) => Buffer.from(wire, 'hex'))
}

function copyLines(kind: Kind, wires: readonly Buffer[]): Buffer {
  const sink = createCopySink()
  const cell = { nullable: false, note: () => undefined, reject: (reason: string) => expect.fail(reason) }
  for (const wire of wires) {
    kind.transcode(wire, 0, wire.length, sink, cell)
    sink.reserve(1)
    sink.buffer[sink.length++] = 0x0a
  }
  return Buffer.from(sink.buffer.subarray(0, sink.length))
}

async function copyInto(postgres: TestDatabase, lines: Buffer): Promise<void> {
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  try {
    await pipeline(Readable.from([lines]), client.query(copyFrom('COPY t (v) FROM STDIN')))
  } finally {
    await client.end()
  }
}

test('every kind crosses from MySQL to Postgres exactly, and its keys are the same text in both', async () => {
  await using mysql = await mysqlDatabase()
  await using postgres = await postgresDatabase()
  await mysql.query("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'")
  for (const [kind, column, values] of CASES) {
    const label = `${kind.name} from ${column}`
    await mysql.query('DROP TABLE IF EXISTS t')
    await mysql.query(`CREATE TABLE t (n INT AUTO_INCREMENT PRIMARY KEY, v ${column} NULL) DEFAULT CHARSET utf8mb4`)
    await mysql.query(`INSERT INTO t (v) VALUES ${values.map(([literal]) => `(${literal})`).join(', ')}`)
    await postgres.query('DROP TABLE IF EXISTS t')
    await postgres.query(`CREATE TABLE t (n int GENERATED ALWAYS AS IDENTITY, v ${kind.postgresType})`)

    await copyInto(postgres, copyLines(kind, await wireOf(mysql, kind, column)))
    const shown = await postgres.query<{ v: string }>('SELECT v::text AS v FROM t ORDER BY n')
    expect([label, ...shown.map(({ v }) => v)]).toEqual([label, ...values.map(([, text]) => text)])

    const [type] = await postgres.query<{ type: string }>(
      "SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'v'",
    )
    expect([label, type?.type]).toEqual([label, kind.postgresType])
    expect([label, kind.orderable ? await strayKeys(mysql, postgres, kind) : []]).toEqual([label, []])
  }
})

/** Keys that Postgres writes in another way, or that MySQL does not find again by its own text. */
async function strayKeys(mysql: TestDatabase, postgres: TestDatabase, kind: Kind): Promise<readonly string[]> {
  const keys = await mysql.query<{ k: string }>(`SELECT ${kind.mysqlKeyText('`v`')} AS k FROM t ORDER BY n`)
  const same = await postgres.query<{ k: string }>(`SELECT ${kind.postgresKeyText('v')} AS k FROM t ORDER BY n`)
  const strays: string[] = []
  for (const { k } of keys) {
    // Postgres holds no NUL characters: that one row has another key, and the crossing was noted.
    if (k.includes('\0')) continue
    const found = await mysql.query<{ n: string }>(`SELECT COUNT(*) AS n FROM t WHERE v = ${kind.mysqlKeyBind}`, [k])
    if (Number(found[0]?.n) !== 1 || !same.some((other) => other.k === k)) strays.push(k)
  }
  return strays
}
