import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { compareWithCatalog } from '@hourglass/catalog-kit/drift'
import { SourceTableChangedError } from '@hourglass/contracts/errors'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { sequence } from '@hourglass/testing/sequence'
import { expect, test } from 'vitest'
import { readWhole, sourceFor, WHOLE } from '../test/helpers.ts'

const events = defineTable({
  source: 'events',
  target: 'analytics.event_log',
  doc: 'One row per event.',
  owner: 'tests',
  columns: {
    id: col.intUnsigned({ doc: 'Key.' }),
    kind: col.enum({ doc: 'What.', values: ['Opened', "can't"], nullable: true }),
    amount: col.decimal({ doc: 'Euro.', precision: 12, scale: 3 }),
    changed_at: col.timestamptz({ doc: 'Cursor.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'changed_at' },
})
const CREATE = `create table events (id int unsigned primary key, kind enum('Opened','can''t'), amount decimal(12,3) not null,
  secret varchar(20), changed_at timestamp(6) not null default '2024-01-01', key (changed_at))`

test('describes a table as information_schema does, null when it is not there', async () => {
  await using database = await mysqlDatabase()
  const source = sourceFor(database.url)
  expect(await source.describe(events)).toBeNull()
  await database.query(CREATE)
  const columns = (await source.describe(events)) ?? []
  expect(columns).toEqual([
    {
      name: 'id',
      dataType: 'int',
      columnType: expect.stringMatching(/^int(\(10\))? unsigned$/),
      nullable: false,
      size: 10,
      scale: 0,
    },
    { name: 'kind', dataType: 'enum', columnType: "enum('Opened','can''t')", nullable: true, size: 6, scale: null },
    { name: 'amount', dataType: 'decimal', columnType: 'decimal(12,3)', nullable: false, size: 12, scale: 3 },
    { name: 'secret', dataType: 'varchar', columnType: 'varchar(20)', nullable: true, size: 20, scale: null },
    { name: 'changed_at', dataType: 'timestamp', columnType: 'timestamp(6)', nullable: false, size: null, scale: 6 },
  ])
  expect(compareWithCatalog(events, columns)).toEqual([])
})

test('gives the largest number of connections, and rows by target for tables that exist', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  await database.query(`insert into events select seq, 'Opened', 1, null, '2024-01-01' from ${sequence(500)}`)
  await database.query('analyze table events')
  const source = sourceFor(database.url)
  expect(await source.maxConnections()).toBeGreaterThan(0)
  const rows = await source.estimateRows([events, { ...events, source: 'gone', target: 'analytics.gone' }])
  expect([...rows.keys()]).toEqual(['analytics.event_log'])
  expect(rows.get('analytics.event_log')).toBeGreaterThan(100)
  expect(await source.estimateRows([])).toEqual(new Map())
})

test('a window reads cursor >= lower to the microsecond, and its bound filters nothing [case 3, 4, 21]', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  const source = sourceFor(database.url)
  const at = (text: string) => ({ lower: text, bound: '2024-01-01 00:00:00.000000' })
  expect(await source.hasRows(events, { lower: null, bound: null })).toBe(false)
  const moments = [
    '2024-05-05 10:00:00.012300',
    '2024-05-05 10:00:00.012301',
    '2030-01-01 00:00:00',
    '1970-01-01 00:00:01',
  ]
  for (const [i, moment] of moments.entries()) {
    await database.query("insert into events values (?, 'Opened', 1, null, ?)", [i, moment])
  }
  const ids = async (lower: string | null) => {
    const { lines, totals } = await readWhole(source, events, lower === null ? { lower, bound: null } : at(lower))
    // MySQL warns of a moment that a TIMESTAMP cannot hold; what it compares is right all the same.
    const holdable = lower === null || (lower > '1970' && lower < '2038')
    expect(holdable ? totals.warnings : 0).toBe(0)
    expect(await source.hasRows(events, lower === null ? { lower, bound: null } : at(lower))).toBe(lines.length > 0)
    return lines.map((line) => Number(line.split('\t')[0])).sort((a, b) => a - b)
  }
  expect(await ids('2024-05-05 10:00:00.012300')).toEqual([0, 1, 2])
  expect(await ids('2024-05-05 10:00:00.012301')).toEqual([1, 2])
  expect(await ids('2024-05-05 10:00:00.012302')).toEqual([2])
  expect(await ids('2030-01-01 00:00:00.000001')).toEqual([])
  // Before the first and behind the last moment that a TIMESTAMP holds.
  expect(await ids('1969-12-31 23:50:00.000000')).toEqual([0, 1, 2, 3])
  expect(await ids('2040-01-01 00:00:00.000000')).toEqual([])
  expect(await ids(null)).toEqual([0, 1, 2, 3])
})

test('a chunk is one snapshot: what is committed while it is read does not appear', async () => {
  await using database = await mysqlDatabase()
  await database.query(
    'create table events (id int unsigned primary key, pad text, amount decimal(12,3), changed_at timestamp)',
  )
  await database.query(`insert into events select seq, repeat('x', 2000), 1, '2024-01-01' from ${sequence(5000)}`)
  const padded = { ...events, columns: { id: events.columns.id, pad: col.text({ doc: 'Pad.' }) } }
  const reading = sourceFor(database.url).readChunk(
    { ...padded, load: { mode: 'replace' } },
    { lower: null, bound: null },
    WHOLE,
    {
      maskKey: Buffer.alloc(32),
      onQuarantine: () => {},
    },
  )
  let rows = 0
  for await (const block of reading.blocks) {
    if (rows === 0) {
      await database.query('delete from events where id > 2500')
      await database.query(`insert into events select seq + 6000, 'new', 1, '2024-01-01' from ${sequence(100)}`)
    }
    rows += block.rows
  }
  expect(rows).toBe(5000)
})

test('finds which keys still exist, byte for byte', async () => {
  await using database = await mysqlDatabase()
  await database.query(
    'create table events (name varchar(20) collate utf8mb4_general_ci, n bigint unsigned, t datetime(6), b varbinary(9), primary key (name, n, t, b))',
  )
  const table = {
    ...events,
    columns: {
      name: col.text({ doc: '' }),
      n: col.bigintUnsigned({ doc: '' }),
      t: col.timestamp({ doc: '' }),
      b: col.binary({ doc: '' }),
    },
    primaryKey: ['name', 'n', 't', 'b'] as const,
  }
  const source = sourceFor(database.url)
  const key = (name: string, n: string) => [name, n, '2024-01-01 00:00:00.000001', '6100']
  for (const [name, n] of [
    ['a', '18446744073709551615'],
    ["o'\\x", '1'],
    ['B', '2'],
  ] as const) {
    await database.query('insert into events values (?, ?, ?, unhex(?))', key(name, n))
  }
  const asked = [key('a', '18446744073709551615'), key("o'\\x", '1'), key('b', '2'), key('A', '3'), key('a', '1')]
  expect(await source.existingKeys(table, asked)).toEqual(asked.slice(0, 2))
  expect(await source.existingKeys(table, [])).toEqual([])
  await expect(source.existingKeys(table, [['a']])).rejects.toThrow('does not have 4 columns')
})

test('finds keys of more than one statement', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  await database.query(`insert into events select seq * 2, 'Opened', 1, null, '2024-01-01' from ${sequence(2000)}`)
  const asked = Array.from({ length: 4000 }, (_, i) => [String(i + 1)])
  const found = await sourceFor(database.url).existingKeys(events, asked)
  expect(found).toEqual(asked.filter(([id]) => Number(id) % 2 === 0))
})

test('fails with a named error when the table is gone', async () => {
  await using database = await mysqlDatabase()
  const source = sourceFor(database.url)
  await expect(source.hasRows(events, { lower: null, bound: null })).rejects.toThrow(SourceTableChangedError)
  await expect(source.planChunks(events, { lower: null, bound: null })).rejects.toThrow('table "analytics.event_log"')
  await expect(source.existingKeys(events, [['1']])).rejects.toThrow('the table does not exist')
  await source.close()
})
