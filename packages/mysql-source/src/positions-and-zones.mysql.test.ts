import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { ownMysql } from '@hourglass/testing/own-mysql'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { readWhole, sourceFor } from '../test/helpers.ts'

const events = defineTable({
  source: 'events',
  target: 'analytics.events',
  doc: 'One row per event.',
  owner: 'tests',
  columns: {
    id: col.int({ doc: 'Key.' }),
    name: col.text({ doc: 'Name.', nullable: true }),
    changed_at: col.timestamptz({ doc: 'Changes with the row.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'changed_at', overlapSeconds: 0 },
})

test('columns that were dropped and added again, so that their positions changed, are read by name [case 95]', async () => {
  await using database = await mysqlDatabase()
  await database.query(
    'create table events (changed_at timestamp, name varchar(20), other varchar(20), id int primary key)',
  )
  const source = sourceFor(database.url)
  await database.query("insert into events values ('2024-01-01', 'old', 'x', 1)")
  await database.query('alter table events drop column name, add column name varchar(20) first')
  await database.query("update events set name = 'new', changed_at = '2024-01-01'")
  expect((await readWhole(source, events)).lines).toEqual(['1\tnew\t2024-01-01 00:00:00+00'])
})

test('two instants with one local text stay apart, and a local time that does not exist is no error [case 18, 19]', async () => {
  // The clocks of New York went from 02:00 to 01:00 on 3 November 2024, and from 02:00 to 03:00 on 10 March.
  await using server = await ownMysql('America/New_York')
  const admin = await createConnection({ uri: server.url() })
  for (const statement of [
    'create database hourglass_test_zone',
    'use hourglass_test_zone',
    'create table events (id int primary key, name varchar(20), changed_at timestamp)',
    "set time_zone = '+00:00'",
    "insert into events values (1, 'first', '2024-11-03 05:30:00'), (2, 'second', '2024-11-03 06:30:00')",
    "set time_zone = 'SYSTEM'",
  ]) {
    await admin.query(statement)
  }
  const [local] = await admin.query('select distinct cast(changed_at as char) as at from events')
  expect(local).toEqual([{ at: '2024-11-03 01:30:00' }])
  await admin.end()

  const source = sourceFor(server.url().replace(/\/?$/, '/hourglass_test_zone'))
  const from = (lower: string) => readWhole(source, events, { lower, bound: null })
  expect((await from('2024-11-03 05:30:00.000000')).lines).toEqual([
    '1\tfirst\t2024-11-03 05:30:00+00',
    '2\tsecond\t2024-11-03 06:30:00+00',
  ])
  expect((await from('2024-11-03 05:30:00.000001')).lines).toEqual(['2\tsecond\t2024-11-03 06:30:00+00'])
  const missing = await from('2024-03-10 02:30:00.000000')
  expect([missing.lines.length, missing.totals.warnings]).toEqual([2, 0])
}, 30_000)
