import type { RowTransform, Transform } from '@hourglass/catalog-kit/transform'
import { postgresDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { chain } from './chain.ts'
import { PROSE_RULES, type SqlRule } from '../test/prose-rules.ts'
import { durationBucket } from './duration-bucket.ts'
import { emptyToNull } from './empty-to-null.ts'
import { firstNonNull } from './first-non-null.ts'
import { jsonField } from './json-field.ts'
import { keyedHash } from './keyed-hash.ts'
import { languageBucket } from './language-bucket.ts'
import { maskEmail } from './mask-email.ts'
import { maskName } from './mask-name.ts'
import { minorUnits } from './minor-units.ts'
import { normaliseUnicode } from './normalise-unicode.ts'
import { npsClass } from './nps-class.ts'
import { periodKey } from './period-key.ts'
import { periodKeyIn } from './period-key-in.ts'
import { placeholderToNull } from './placeholder-to-null.ts'
import { refuseEmpty } from './refuse-empty.ts'
import { REGISTRY } from './registry.ts'
import { scoreOutOf100 } from './score-out-of-100.ts'
import { sentinelDate } from './sentinel-date.ts'
import { secondsBetween } from './seconds-between.ts'
import { sizeBand } from './size-band.ts'
import { trimWhitespace } from './trim-whitespace.ts'
import { yearOf } from './year-of.ts'

/*
 * Each rule a second time, in SQL by other means, over values that include the ends of every range. The masking key is
 * made for this test; the product never sends one to a database.
 */

const KEY = Buffer.from('0123456789abcdef0123456789abcdef', 'latin1')

/** HMAC-SHA-256 as RFC 2104 writes it, from the server's own sha256. The pads are XORed here. */
function hmacSql(purpose: string, value: string): string {
  const block = Buffer.concat([KEY, Buffer.alloc(64 - KEY.length)])
  const pad = (mask: number) => `'\\x${Buffer.from(block.map((byte) => byte ^ mask)).toString('hex')}'::bytea`
  const message = `convert_to('${purpose}', 'UTF8') || '\\x00'::bytea || convert_to(${value}, 'UTF8')`
  return `encode(sha256(${pad(0x5c)} || sha256(${pad(0x36)} || ${message})), 'hex')`
}

const TEXTS = [
  '',
  ' ',
  'a',
  '  two   words ',
  'tab\tand\nbreak',
  'Anna@Example.com',
  ' anna@example.com ',
  'e\u0301',
  '\ufeffx\u200b',
  'N/A',
  'n/a',
  'Ünïcode ✓',
  'quote\'s "and" \\',
]
const MOMENTS = [
  '1970-01-01 00:00:00.000000',
  '2024-02-29 23:59:59.999999',
  '2024-12-30 12:00:00.000000',
  '2026-03-29 00:59:59.000000',
  '2026-03-29 22:00:00.000000',
  '2026-10-25 00:30:00.000000',
  '2026-12-31 23:30:00.000000',
  '2027-01-01 04:59:59.000000',
  '2021-01-03 23:00:00.000000',
]
const AMOUNTS = ['0', '0.005', '-0.005', '0.004', '12.34', '-7.995', '90071992547409.93', '1200.50', '1200.499']
const JSONS = [
  '{"a":{"b":"x \\u00e9\\n"}}',
  '{"a":{"b":18446744073709551615}}',
  '{"a":{"b":true}}',
  '{"a":{"b":null}}',
  '{"a":[]}',
  '{}',
  '[1]',
  '{"a":{"b":"one","b":"two"}}',
]
const NUMBERS = [-1, 0, 1, 5, 6, 7, 8, 9, 10, 11]
const SECONDS = [-1, 0, 59.999, 60, 299, 300, 3599, 3600, 86_399, 86_400, 1e9]

const SENTINELS = [
  '9999-12-31 23:59:59.999999',
  '9999-12-31 00:00:00.000000',
  '9999-12-30 23:59:59.999999',
  '1970-01-01 00:00:00.000000',
  '1970-01-01 00:00:00.500000',
  '1970-01-01 00:00:01.000000',
  '1969-12-31 23:59:59.000000',
  '2026-11-23 09:30:00.000000',
]
/** The name by which the registry sorts a transform: without its options. */
const baseName = ({ name }: Transform): string => name.replace(/\(.*/s, '')

const RULES: readonly SqlRule[] = [
  [emptyToNull, TEXTS, 'text', String.raw`CASE WHEN v ~ '^[\s]*$' THEN NULL ELSE v END`],
  [
    trimWhitespace,
    TEXTS.filter((text) => !text.includes('\ufeff')),
    'text',
    String.raw`btrim(regexp_replace(v, '\s+', ' ', 'g'))`,
  ],
  [placeholderToNull('N/A'), TEXTS, 'text', "NULLIF(v, 'N/A')"],
  [normaliseUnicode, TEXTS, 'text', String.raw`normalize(translate(v, U&'\200B\FEFF\2060', ''), NFC)`],
  [keyedHash, TEXTS, 'text', hmacSql('keyedHash', 'v')],
  [
    maskEmail,
    TEXTS.filter((text) => text.includes('@')),
    'text',
    `left(${hmacSql('maskEmail', 'lower(btrim(v))')}, 16) || '@masked.invalid'`,
  ],
  [maskName, TEXTS, 'text', `'Person ' || left(${hmacSql('maskName', 'v')}, 12)`],
  [
    chain(trimWhitespace, emptyToNull),
    TEXTS.filter((text) => !text.includes('\ufeff')),
    'text',
    String.raw`NULLIF(array_to_string(regexp_split_to_array(btrim(v, E' \t\n'), '\s+'), ' '), '')`,
  ],
  [refuseEmpty, TEXTS.filter((text) => text.trim() !== ''), 'text', String.raw`CASE WHEN v ~ '\S' THEN v END`],
  [
    sentinelDate(['9999-12-31', '1970-01-01 00:00:00'], 'null'),
    SENTINELS,
    'timestamp',
    `CASE WHEN v::date = '9999-12-31' OR date_trunc('second', v) = '1970-01-01' THEN NULL
     ELSE to_char(v, 'YYYY-MM-DD HH24:MI:SS.US') END`,
  ],
  [
    sentinelDate(['9999-12-31', '1970-01-01'], 'null'),
    SENTINELS.map((moment) => moment.slice(0, 10)),
    'date',
    "NULLIF(NULLIF(v, '9999-12-31'), '1970-01-01')",
  ],
  [sentinelDate(['9999-12-31'], 'keep'), SENTINELS, 'timestamp', "to_char(v, 'YYYY-MM-DD HH24:MI:SS.US')"],
  ...PROSE_RULES,
  [jsonField('a.1'), ['{"a":[1,"x y",{"b":[]}]}', '{"a":[1]}', '{"a":{"1":"by name"}}'], 'jsonb', "v #>> '{a,1}'"],
  [
    npsClass,
    NUMBERS,
    'int',
    "CASE WHEN v BETWEEN 9 AND 10 THEN 'promoter' WHEN v IN (7, 8) THEN 'passive' WHEN v BETWEEN 0 AND 6 THEN 'detractor' END",
  ],
  [scoreOutOf100(0, 7), NUMBERS, 'int', 'CASE WHEN v BETWEEN 0 AND 7 THEN round(v * 100.0 / 7, 2) END'],
  [scoreOutOf100(1, 5), NUMBERS, 'int', 'CASE WHEN v BETWEEN 1 AND 5 THEN round((v - 1) * 100.0 / 4, 2) END'],
  [
    durationBucket,
    SECONDS,
    'float8',
    "(ARRAY['unknown','under 1 minute','1 to 5 minutes','5 to 60 minutes','1 to 24 hours','over 24 hours'])[1 + width_bucket(v, ARRAY[0, 60, 300, 3600, 86400]::float8[])]",
  ],
  [
    languageBucket,
    ['de', 'pt-BR', 'EN_us', 'nl', 'x-unknown', ''],
    'text',
    "CASE WHEN split_part(translate(lower(v), '_', '-'), '-', 1) = ANY ('{ar,de,en,es,fr,ja,pl,pt}') THEN split_part(translate(lower(v), '_', '-'), '-', 1) ELSE 'other' END",
  ],
  [
    sizeBand,
    [0, 9, 10, 49, 50, 249, 250, 4_999, 5_000, 1_000_000],
    'int',
    "(ARRAY['micro','small','medium','large','enterprise'])[1 + width_bucket(v, ARRAY[10, 50, 250, 5000])]",
  ],
  [jsonField('a.b'), JSONS, 'jsonb', "v #>> '{a,b}'"],
  [minorUnits('EUR'), AMOUNTS, 'numeric', 'round(v * 100)'],
  [minorUnits('JPY'), AMOUNTS, 'numeric', 'round(v)'],
  [yearOf, MOMENTS, 'timestamp', 'extract(year from v)'],
  [
    periodKey('day', 'Europe/Berlin'),
    MOMENTS,
    'timestamp',
    "to_char(v AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin', 'YYYY-MM-DD')",
  ],
  [
    periodKey('week', 'America/New_York'),
    MOMENTS,
    'timestamp',
    `to_char(v AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York', 'IYYY-"W"IW')`,
  ],
  [
    periodKey('month', 'Asia/Tokyo'),
    MOMENTS,
    'timestamp',
    "to_char(v AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo', 'YYYY-MM')",
  ],
  [
    periodKey('quarter', 'Europe/Berlin'),
    MOMENTS,
    'timestamp',
    `to_char(v AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin', 'YYYY-"Q"Q')`,
  ],
  [
    periodKey('year', 'America/Sao_Paulo'),
    MOMENTS,
    'timestamp',
    "to_char(v AT TIME ZONE 'UTC' AT TIME ZONE 'America/Sao_Paulo', 'YYYY')",
  ],
]

async function inSql(postgres: TestDatabase, values: readonly unknown[], type: string, sql: string) {
  const rows = await postgres.query<{ out: string | null }>(
    `SELECT (${sql})::text AS out FROM (SELECT n, x::${type} AS v FROM unnest($1::text[]) WITH ORDINALITY AS given (x, n)) AS t ORDER BY n`,
    [values.map(String)],
  )
  return rows.map(({ out }) => out)
}

test('every rule gives what the same rule in SQL gives', async () => {
  await using postgres = await postgresDatabase()
  for (const [transform, values, type, sql] of RULES) {
    const expected = await inSql(postgres, values, type, sql)
    const given = values.map((value) => {
      const out = transform.apply(value, { maskKey: KEY })
      return typeof out === 'string' || typeof out === 'number' ? String(out) : null
    })
    expect([transform.name, ...given]).toEqual([transform.name, ...expected])
  }
})

type Pair = { readonly a: string | null; readonly b: string | null }

/** Every pair of two lists, and NULL on either side. */
function pairs(left: readonly string[], right: readonly string[]): readonly Pair[] {
  return [...left, null].flatMap((a) => [...right, null].map((b) => ({ a, b })))
}

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']
const SPANS = [...MOMENTS, '2026-11-23 09:00:00.500000', '2026-11-23 09:00:02.499999', '0050-02-28 23:59:59.000001']

/** `a` and `b` are the inputs, as text. */
const ROW_RULES: readonly (readonly [RowTransform<Pair>, readonly Pair[], sql: string])[] = [
  [secondsBetween('a', 'b'), pairs(SPANS, SPANS), 'trunc(extract(epoch from b::timestamp - a::timestamp))'],
  [
    periodKeyIn('month', 'a', 'b'),
    pairs(MOMENTS, ZONES),
    "to_char(a::timestamp AT TIME ZONE 'UTC' AT TIME ZONE b, 'YYYY-MM')",
  ],
  [
    periodKeyIn('week', 'a', 'b'),
    pairs(MOMENTS, ZONES),
    `to_char(a::timestamp AT TIME ZONE 'UTC' AT TIME ZONE b, 'IYYY-"W"IW')`,
  ],
  [firstNonNull('a', 'b'), pairs(TEXTS, TEXTS), 'coalesce(a, b)'],
]

test('every rule over several inputs gives what the same rule in SQL gives', async () => {
  await using postgres = await postgresDatabase()
  for (const [transform, values, sql] of ROW_RULES) {
    const rows = await postgres.query<{ out: string | null }>(
      `SELECT (${sql})::text AS out FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (a, b, n) ORDER BY n`,
      [values.map(({ a }) => a), values.map(({ b }) => b)],
    )
    const given = values.map((value) => transform.apply(value, { maskKey: KEY }))
    expect([transform.name, ...given]).toEqual([transform.name, ...rows.map(({ out }) => out)])
  }
})

test('every transform of the registry has its rule in SQL here', () => {
  const checked = new Set([...RULES, ...ROW_RULES].map(([transform]) => baseName(transform)))
  expect(REGISTRY.map(baseName).filter((name) => !checked.has(name))).toEqual([])
})
