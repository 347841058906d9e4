import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import type { Transform } from '@hourglass/catalog-kit/transform'
import type { CopyBlock } from '@hourglass/contracts/source/rows'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { EVERYTHING, fieldsOf, MASK_KEY, readWhole, sourceFor, WHOLE } from '../test/helpers.ts'

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

test('text that means something to COPY crosses as plain data [case 70, 71, 72]', async () => {
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
      withheld: [],
    },
  ])
  expect(totals).toMatchObject({ rowsRead: 3, rowsQuarantined: 1 })
})

const initialOf: Transform<string, string> = {
  name: 'initialOf',
  doc: 'First letter.',
  masks: false,
  apply: (name) => name.slice(0, 1),
}
const hidden: Transform<string, string> = { ...initialOf, name: 'hidden', masks: true }

test('quarantine withholds what personal or masked columns read, from every column that reads it', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table people (email varchar(99) primary key, name varchar(99), born date, code int)')
  await database.query("insert into people values ('a@example.com', 'Ada', '1903-03-17', null)")
  const people = defineTable({
    source: 'people',
    target: 'analytics.people',
    doc: 'People.',
    owner: 'tests',
    columns: {
      email: col.text({ doc: 'Key: the one personal value by which the row is found.', pii: true }),
      name_hash: col.text({ doc: 'Masked.', from: 'Name', using: hidden, nullable: true }),
      initial: col.text({ doc: 'Not said to be personal.', from: 'name', using: initialOf, nullable: true }),
      born: col.date({ doc: 'Personal, not masked.', pii: true, nullable: true }),
      code: col.int({ doc: 'Refused when NULL.' }),
    },
    primaryKey: ['email'],
    load: { mode: 'replace' },
  })
  const { quarantined } = await readWhole(sourceFor(database.url), people)
  expect(quarantined).toEqual([
    {
      key: { email: 'a@example.com' },
      column: 'code',
      reason: 'NULL in a column that the catalog says is not nullable',
      row: { email: 'a@example.com', code: null },
      withheld: ['name_hash', 'initial', 'born'],
    },
  ])
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

test('names with backticks, spaces and SQL in them are names [case 51]', async () => {
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

test('a buffer is used again only after its block was released', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table notes (id int primary key, note text, other text) charset utf8mb4')
  const rows = Array.from({ length: 300 }, (_, id) => [id, 'x'.repeat(4_000), ''])
  await database.query('insert into notes values ?', [rows])
  const buffersOf = async (each: (block: CopyBlock) => void) => {
    const source = sourceFor(database.url)
    const options = { maskKey: MASK_KEY, onQuarantine: () => undefined }
    const buffers: ArrayBufferLike[] = []
    for await (const block of source.readChunk(notes, EVERYTHING, WHOLE, options).blocks) {
      buffers.push(block.bytes.buffer)
      each(block)
    }
    return [buffers.length, new Set(buffers).size]
  }
  expect(await buffersOf(() => undefined)).toEqual([5, 5])
  expect(await buffersOf(({ release }) => release?.())).toEqual([5, 1])
})
