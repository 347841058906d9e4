import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { double } from '@hourglass/catalog-kit/kinds/double'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { durationBucket } from '@hourglass/transform/duration-bucket'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { fillMadeTables } from './made-tables.ts'

const doc = 'x'

/** A column of each kind, some of them with a MySQL name or type of another. */
const everything = defineTable({
  source: 'Everything',
  target: 'analytics.everything',
  doc,
  owner: 'x',
  columns: {
    id: col.bigintUnsigned({ doc, from: 'ID' }),
    code: col.text({ doc }),
    a: col.tinyint({ doc }),
    b: col.smallintUnsigned({ doc }),
    c: col.mediumint({ doc }),
    d: col.int({ doc, nullable: true }),
    e: col.bool({ doc }),
    f: col.decimal({ doc, precision: 10, scale: 2 }),
    g: col.decimal({ doc, precision: 2, scale: 2 }),
    h: col.float({ doc }),
    i: col.double({ doc, nullable: true }),
    span: col.text({ doc, from: 'i', reads: double, using: durationBucket, nullable: true }),
    j: col.binary({ doc }),
    k: col.date({ doc }),
    l: col.timestamp({ doc, nullable: true }),
    m: col.timestamptz({ doc, datetimeIn: 'UTC' }),
    n: col.time({ doc }),
    o: col.year({ doc }),
    p: col.enum({ doc, values: ['on', "o'ff"] }),
    q: col.set({ doc }),
    r: col.json({ doc }),
    s: col.bit({ doc, n: 12 }),
    changed_at: col.timestamptz({ doc }),
  },
  primaryKey: ['id', 'code'],
  load: { mode: 'merge', cursor: 'changed_at' },
})

test('a table of any kinds gets a MySQL table and rows', async () => {
  await using database = await mysqlDatabase()
  const connection = await createConnection({ uri: database.url })
  try {
    expect(await fillMadeTables(connection, [everything])).toBe(100)
  } finally {
    await connection.end()
  }
  const [row] = await database.query(
    "select count(*) as all_rows, count(i) as filled, count(distinct ID) as ids, sum(p = 'o''ff') as quoted from Everything",
  )
  expect(row).toEqual({ all_rows: '100', filled: '86', ids: '100', quoted: '50' })
})
