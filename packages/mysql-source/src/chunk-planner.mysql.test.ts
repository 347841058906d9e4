import { col } from '@hourglass/catalog-kit/col'
import type { Kind } from '@hourglass/catalog-kit/kind'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Source } from '@hourglass/contracts/source-port'
import type { Chunk, TableWindow } from '@hourglass/contracts/steps'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { sequence } from '@hourglass/testing/sequence'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVERYTHING, optionsFor, readWhole, sourceFor } from '../test/helpers.ts'
import { planChunks } from './chunk-planner.ts'
import { openSession } from './session.ts'

/** A table `t` with key columns of the given kinds, `seq` (a number of each row) and the cursor `changed_at`. */
function tableOf(keys: Readonly<Record<string, Kind>>, rows: number): Table {
  const names = Object.keys(keys)
  const columns = Object.fromEntries(
    names.map((name) => [name, { kind: keys[name] as Kind, doc: 'Key.', nullable: false, pii: false }]),
  )
  return {
    source: 't',
    target: 'analytics.t',
    doc: 'Test.',
    owner: 'tests',
    columns: {
      seq: col.int({ doc: 'Number of the row.' }),
      changed_at: col.timestamp({ doc: 'Cursor.' }),
      ...columns,
    },
    primaryKey: names,
    split: { by: names[0] ?? '', rows },
    load: { mode: 'merge', cursor: 'changed_at', overlapSeconds: 600 },
  }
}

async function seqsOf(source: Source, table: Table, window: TableWindow, chunk: Chunk): Promise<number[]> {
  const { lines, totals } = await readWhole(source, table, window, chunk)
  expect(totals.rowsQuarantined).toBe(0)
  return lines.map((line) => Number(line.split('\t')[0]))
}

/** Plans, reads every chunk and checks that each expected row is in exactly one. Gives the chunks and their sizes. */
async function checkTiling(
  source: Source,
  table: Table,
  window: TableWindow,
  expected: readonly number[],
): Promise<{ readonly chunks: readonly Chunk[]; readonly sizes: readonly number[] }> {
  const chunks = await source.planChunks(table, window)
  expect(chunks[0]?.lower).toBeNull()
  expect(chunks.at(-1)?.upper).toBeNull()
  expect(chunks.slice(1).map(({ lower }) => lower)).toEqual(chunks.slice(0, -1).map(({ upper }) => upper))
  expect(chunks.map(({ id }) => id)).toEqual(chunks.map((_, i) => `c${String(i + 1).padStart(5, '0')}`))
  const found: number[][] = []
  for (const chunk of chunks) found.push(await seqsOf(source, table, window, chunk))
  expect(found.flat().sort((a, b) => a - b)).toEqual(expected)
  return { chunks, sizes: found.map(({ length }) => length) }
}

interface KeyCase {
  readonly name: string
  readonly kind: Kind
  /** Column type in MySQL. */
  readonly type: string
  /** Distinct keys, as text that MySQL takes. */
  readonly keys: fc.Arbitrary<string>
  /** How a key is written into SQL; default: as a bound text. */
  readonly insert?: string
}

const bits = (n: number) => 1n << BigInt(n)
const KEY_CASES: readonly KeyCase[] = [
  {
    name: 'int, also negative and 0 [case 32, 48, 50]',
    kind: col.int({ doc: '' }).kind,
    type: 'int',
    keys: fc.integer().map(String),
  },
  {
    name: 'bigint unsigned, beyond 2^63 [case 34]',
    kind: col.bigintUnsigned({ doc: '' }).kind,
    type: 'bigint unsigned',
    keys: fc
      .oneof(fc.bigInt(0n, 20n), fc.bigInt(bits(53) - 5n, bits(53) + 5n), fc.bigInt(bits(63) - 5n, bits(64) - 1n))
      .map(String),
  },
  {
    name: 'bigint, both ends',
    kind: col.bigint({ doc: '' }).kind,
    type: 'bigint',
    keys: fc
      .oneof(fc.bigInt(-bits(63), -bits(63) + 5n), fc.bigInt(bits(63) - 5n, bits(63) - 1n), fc.bigInt(-3n, 3n))
      .map(String),
  },
  {
    name: 'text without regard to case and accents [case 38, 39]',
    kind: col.text({ doc: '' }).kind,
    type: 'varchar(20) character set utf8mb4 collate utf8mb4_general_ci',
    keys: fc.stringMatching(/^[a-cA-Céz\\'"%_ 😀]{0,4}$/u),
  },
  {
    name: 'text in latin1',
    kind: col.text({ doc: '' }).kind,
    type: 'varchar(20) character set latin1',
    keys: fc.stringMatching(/^[a-cA-Cé€ß\\]{1,4}$/u),
  },
  {
    name: 'binary with trailing zeros [case 40]',
    kind: col.binary({ doc: '' }).kind,
    type: 'binary(4)',
    keys: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    insert: 'unhex(?)',
  },
  {
    name: 'varbinary',
    kind: col.binary({ doc: '' }).kind,
    type: 'varbinary(4)',
    keys: fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    insert: 'unhex(?)',
  },
  {
    name: 'datetime with microseconds [case 41]',
    kind: col.timestamp({ doc: '' }).kind,
    type: 'datetime(6)',
    keys: fc.integer({ min: 0, max: 3_000_000 }).map(
      (n) =>
        `2024-03-31 02:59:${String(n / 100_000)
          .padStart(2, '0')
          .slice(0, 9)}`,
    ),
  },
  {
    name: 'date',
    kind: col.date({ doc: '' }).kind,
    type: 'date',
    keys: fc.integer({ min: 1000, max: 9999 }).map((y) => `${y}-02-28`),
  },
  {
    name: 'decimal',
    kind: col.decimal({ doc: '', precision: 30, scale: 5 }).kind,
    type: 'decimal(30,5)',
    keys: fc.bigInt(-bits(80), bits(80)).map(
      (n) =>
        `${n / 100_000n}.${String(n % 100_000n)
          .replace('-', '')
          .padStart(5, '0')}`,
    ),
  },
]

async function fill(database: TestDatabase, { type, insert }: KeyCase, keys: readonly string[]): Promise<number[]> {
  await database.query('drop table if exists t')
  await database.query(`create table t (k ${type} not null primary key, seq int, changed_at datetime(6))`)
  for (const [seq, key] of keys.entries()) {
    // Keys that are equal in the collation are one row.
    await database.query(`insert ignore into t values (${insert ?? '?'}, ?, ?)`, [key, seq, moment(seq)])
  }
  const rows = await database.query<{ seq: number }>('select seq from t order by seq')
  return rows.map(({ seq }) => seq)
}

/** Every third row changed recently. */
const moment = (seq: number) => (seq % 3 === 0 ? '2024-06-01 12:00:00.000001' : '2024-01-01 00:00:00')
const RECENT: TableWindow = { lower: '2024-06-01 12:00:00.000001', bound: '2024-06-01 13:00:00.000000' }

// %s: a title with $name is cut at 40 characters, and may lose its case numbers.
test.for(KEY_CASES.map((one) => [one.name, one] as const))(
  'chunks tile a key of %s',
  { timeout: 120_000 },
  async ([, one]) => {
    await using database = await mysqlDatabase()
    const source = sourceFor(database.url)
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(one.keys, { minLength: 0, maxLength: 25 }),
        fc.integer({ min: 1, max: 8 }),
        async (keys, rows) => {
          const seqs = await fill(database, one, keys)
          const table = tableOf({ k: one.kind }, rows)
          const full = await checkTiling(source, table, EVERYTHING, seqs)
          expect(full.sizes.slice(0, -1).every((size) => size === rows)).toBe(true)
          expect(full.chunks).toHaveLength(Math.max(1, Math.ceil(seqs.length / rows)))
          const recent = seqs.filter((seq) => seq % 3 === 0)
          const incremental = await checkTiling(source, table, RECENT, recent)
          expect(incremental.sizes.slice(0, -1).every((size) => size === rows)).toBe(true)
          expect(incremental.chunks).toHaveLength(Math.max(1, Math.ceil(recent.length / rows)))
        },
      ),
      { numRuns: 10 },
    )
  },
)

test('a value that repeats more often than a chunk is long grows its chunk [case 37, 47]', async () => {
  await using database = await mysqlDatabase()
  const source = sourceFor(database.url)
  await database.query(
    'create table t (a varchar(5) collate utf8mb4_general_ci, b int, seq int, changed_at datetime(6), primary key (a, b))',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'A', 'b', 'c', 'C', 'é', 'e'), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (values, rows) => {
        await database.query('delete from t')
        for (const [seq, value] of values.entries()) {
          await database.query('insert into t values (?, ?, ?, ?)', [value, seq, seq, moment(seq)])
        }
        const table = tableOf({ a: col.text({ doc: '' }).kind, b: col.int({ doc: '' }).kind }, rows)
        const seqs = values.map((_, seq) => seq)
        const full = await checkTiling(source, table, EVERYTHING, seqs)
        const incremental = await checkTiling(
          source,
          table,
          RECENT,
          seqs.filter((seq) => seq % 3 === 0),
        )
        for (const { chunks, sizes } of [full, incremental]) {
          expect(chunks.length === 1 || sizes.every((size) => size > 0)).toBe(true)
          // At most 5 different values, each of them whole in one chunk.
          expect(chunks.length).toBeLessThanOrEqual(5)
        }
      },
    ),
    { numRuns: 15 },
  )
}, 120_000)

test('sparse keys make no empty chunks [case 33, 35]', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table t (k bigint primary key, seq int, changed_at datetime(6))')
  await database.query(
    `insert into t select 9223372036854775807 - 1099511627776 * (seq - 1), seq - 1, '2024-06-01' from ${sequence(100)}`,
  )
  const table = tableOf({ k: col.bigint({ doc: '' }).kind }, 10)
  const { sizes } = await checkTiling(
    sourceFor(database.url),
    table,
    EVERYTHING,
    Array.from({ length: 100 }, (_, seq) => seq),
  )
  expect(sizes).toEqual(Array.from({ length: 10 }, () => 10))
})

test('rows that come and go after the plan belong to exactly one chunk [case 31, 36, 46]', async () => {
  await using database = await mysqlDatabase()
  const source = sourceFor(database.url)
  await database.query('create table t (k int primary key, seq int, changed_at datetime(6))')
  await database.query(`insert into t select seq, seq, '2024-06-01' from ${sequence(40)}`)
  const table = tableOf({ k: col.int({ doc: '' }).kind }, 10)
  const chunks = await source.planChunks(table, EVERYTHING)
  expect(chunks.map(({ lower }) => lower)).toEqual([null, '11', '21', '31'])
  await database.query('delete from t where k in (1, 11, 20, 40)')
  await database.query("insert into t values (-5, -5, '2024-06-01'), (0, 0, '2024-06-01'), (99, 99, '2024-06-01')")
  const found: number[] = []
  for (const chunk of chunks) found.push(...(await seqsOf(source, table, EVERYTHING, chunk)))
  const rows = await database.query<{ seq: number }>('select seq from t order by seq')
  expect(found.sort((a, b) => a - b)).toEqual(rows.map(({ seq }) => seq))
})

test('a table that is replaced is one chunk, whatever its size', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table t (k int primary key, seq int, changed_at datetime(6))')
  await database.query(`insert into t select seq, seq, '2024-06-01' from ${sequence(100)}`)
  const table: Table = { ...tableOf({ k: col.int({ doc: '' }).kind }, 10), load: { mode: 'replace' } }
  expect(await sourceFor(database.url).planChunks(table, EVERYTHING)).toEqual([
    { id: 'c00001', lower: null, upper: null },
  ])
})

test('a plan has no more chunks than a Distributed Map takes; they grow instead', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table t (k int primary key, seq int, changed_at datetime(6))')
  await database.query(`insert into t select seq, seq, '2024-06-01' from ${sequence(1000)}`)
  const table = tableOf({ k: col.int({ doc: '' }).kind }, 2)
  await using session = await openSession(optionsFor(database.url))
  for (const window of [EVERYTHING, { lower: '2024-01-01 00:00:00.000000', bound: null }]) {
    const chunks = await planChunks(session, table, window, 100)
    expect(chunks.length).toBeLessThanOrEqual(100)
    expect(chunks.length).toBeGreaterThan(50)
    expect(chunks[0]?.lower).toBeNull()
    expect(chunks.at(-1)?.upper).toBeNull()
    const bounds = chunks.slice(1).map(({ lower }) => Number(lower))
    expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b))
  }
})
