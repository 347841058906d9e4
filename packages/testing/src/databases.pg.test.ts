import { openAdmin } from '@hourglass/databases/owned-database'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { postgresDatabase } from './databases.ts'
import { testPostgresUrl } from './server-urls.ts'

async function existing(name: string): Promise<string[]> {
  await using admin = await openAdmin(testPostgresUrl())
  return await admin.list(name)
}

test('a test has a database of its own, dropped at the end', async () => {
  let name = ''
  {
    await using database = await postgresDatabase()
    name = database.name
    await database.query('create table t (id bigint, at timestamptz)')
    await database.query('insert into t values ($1, $2)', ['9223372036854775807', '2024-03-31T01:30:00Z'])
    expect(await database.query('select id, at::text from t')).toEqual([
      { id: '9223372036854775807', at: '2024-03-31 01:30:00+00' },
    ])
    expect(await existing(name)).toEqual([name])
  }
  expect(await existing(name)).toEqual([])
})

test('fails when a connection is left open, and drops the database all the same', async () => {
  const database = await postgresDatabase()
  const leaked = new Client({ connectionString: database.url })
  leaked.on('error', () => {}) // the drop ends this session
  await leaked.connect()
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow(`left 1 connection(s) to its database ${database.name}`)
  expect(await existing(database.name)).toEqual([])
})
