import { openAdmin } from '@hourglass/databases/owned-database'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { mysqlDatabase } from './databases.ts'
import { testMysqlUrl } from './server-urls.ts'

async function existing(name: string): Promise<string[]> {
  await using admin = await openAdmin(testMysqlUrl())
  return await admin.list(name)
}

test('a test has a database of its own, dropped at the end', async () => {
  let name = ''
  {
    await using database = await mysqlDatabase()
    name = database.name
    await database.query('create table t (id bigint unsigned, at timestamp, n decimal(20,2), s varchar(20))')
    await database.query('insert into t values (?, ?, ?, ?)', [
      '18446744073709551615',
      '2024-03-31 01:30:00',
      '1.10',
      '😀',
    ])
    expect(await database.query('select * from t')).toEqual([
      { id: '18446744073709551615', at: '2024-03-31 01:30:00', n: '1.10', s: '😀' },
    ])
    expect(await existing(name)).toEqual([name])
  }
  expect(await existing(name)).toEqual([])
})

test('fails when a transaction is left open, and drops the database all the same', async () => {
  const database = await mysqlDatabase()
  await database.query('create table t (id int primary key)')
  const leaked = await createConnection({ uri: database.url })
  leaked.on('error', () => {}) // the drop ends this session
  await leaked.query('start transaction')
  await leaked.query('insert into t values (1)')
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow(`left 1 connection(s) to its database ${database.name}`)
  expect(await existing(database.name)).toEqual([])
})
