import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { fieldsOf, readWhole, sourceFor } from '../test/helpers.ts'

const notes = defineTable({
  source: 'notes',
  target: 'analytics.notes',
  doc: 'One row per note.',
  owner: 'tests',
  columns: {
    id: col.int({ doc: 'Key.' }),
    note: col.text({ doc: 'Text.', nullable: true }),
    other: col.text({ doc: 'More text.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

const CREATE = 'create table notes (id int primary key, note varchar(200), other varchar(200)) charset utf8mb4'

test('text that means something to COPY crosses as plain data (edge cases 70 to 72)', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  const naughty = [
    '',
    'NULL',
    '\\N',
    '\\.',
    '\\',
    'a\tb',
    'a\nb',
    'a\r\nb',
    '\b\f\v',
    '"quoted",\'it\'',
    '\ufeff',
    '👩‍👩‍👧',
    '‮rtl',
  ]
  for (const [id, text] of naughty.entries()) {
    await database.query('insert into notes values (?, ?, ?)', [id, text, text])
  }
  await database.query("insert into notes values (1000, null, 'x')")
  const { lines, totals } = await readWhole(sourceFor(database.url), notes)
  expect(lines.map(fieldsOf)).toEqual([...naughty.map((text, id) => [String(id), text, text]), ['1000', null, 'x']])
  expect(totals).toEqual({ rowsRead: naughty.length + 1, rowsQuarantined: 0, conversions: {}, warnings: 0 })
})

test('a row that cannot cross is kept aside with key, column and reason', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  await database.query("insert into notes values (1, 'a', 'b'), (2, 'c', null), (3, 'd', 'e')")
  const { lines, quarantined, totals } = await readWhole(sourceFor(database.url), notes)
  expect(lines).toEqual(['1\ta\tb', '3\td\te'])
  expect(quarantined).toEqual([
    {
      key: { id: '2' },
      column: 'other',
      reason: 'NULL in a column that the catalog says is not nullable',
      row: { id: '2', note: 'c', other: null },
    },
  ])
  expect(totals).toMatchObject({ rowsRead: 3, rowsQuarantined: 1 })
})

test('conversions are counted per column', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  await database.query("insert into notes values (1, 'a\\0b', 'c'), (2, 'a\\0b', null), (3, 'x\\0\\0', 'd')")
  const { lines, totals } = await readWhole(sourceFor(database.url), notes)
  expect(lines).toEqual(['1\tab\tc', '3\tx\td'])
  expect(totals.conversions).toEqual({ 'note: nul-character-removed': 2 })
})

test('totals are refused before the blocks have ended', async () => {
  await using database = await mysqlDatabase()
  await database.query(CREATE)
  const reading = sourceFor(database.url).readChunk(
    notes,
    { lower: null, bound: null },
    { id: 'c00001', lower: null, upper: null },
    { maskKey: Buffer.alloc(32), onQuarantine: () => {} },
  )
  expect(() => reading.totals()).toThrow('before its blocks ended')
})

test('names with backticks, spaces and SQL in them are names (edge case 51)', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table `a``b; drop table x` (`select` int primary key, `two words` text, `c``d` text)')
  await database.query("insert into `a``b; drop table x` values (1, 'x', 'y')")
  const odd = defineTable({
    source: 'a`b; drop table x',
    target: 'analytics.odd',
    doc: 'Odd names.',
    owner: 'tests',
    columns: {
      id: col.int({ doc: 'Key.', from: 'select' }),
      words: col.text({ doc: 'Words.', from: 'two words', nullable: true }),
      d: col.text({ doc: 'd.', from: 'c`d', nullable: true }),
    },
    primaryKey: ['id'],
    load: { mode: 'replace' },
  })
  expect((await readWhole(sourceFor(database.url), odd)).lines).toEqual(['1\tx\ty'])
})
