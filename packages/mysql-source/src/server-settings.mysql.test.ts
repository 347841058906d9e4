import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { ownMysql } from '@hourglass/testing/own-mysql'
import { sequence } from '@hourglass/testing/sequence'
import { testSourceProduct } from '@hourglass/testing/server-urls'
import { createConnection } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { optionsFor, readWhole, sourceFor } from '../test/helpers.ts'
import { introspect } from './introspect.ts'

/* Settings of a server that change what it says of its tables. */

const users = defineTable({
  source: 'Users',
  target: 'analytics.users',
  doc: 'People.',
  owner: 'tests',
  columns: { id: col.int({ doc: 'Key.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

/** A server of one test's own with a database, and its statements run there. */
async function serverWith(settings: Readonly<Record<string, string | number>>, ...statements: readonly string[]) {
  const server = await ownMysql('UTC', settings)
  const url = server.url().replace(/\/?$/, '/hourglass_test_settings')
  const connection = await createConnection({ uri: server.url() })
  const all = ['create database hourglass_test_settings', 'use hourglass_test_settings', ...statements]
  for (const statement of all) await connection.query(statement)
  return {
    url,
    run: (statement: string) => connection.query(statement),
    async [Symbol.asyncDispose]() {
      await connection.end()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('a server that folds the case of table names (lower_case_table_names=1)', async () => {
  await using server = await serverWith(
    { 'lower-case-table-names': 1 },
    'create table Users (id int primary key)',
    'insert into Users values (1), (2)',
  )
  const source = sourceFor(server.url)
  expect(await source.describe(users)).toHaveLength(1)
  expect([...(await source.estimateRows([users])).keys()]).toEqual(['analytics.users'])
  expect((await readWhole(source, users)).lines).toEqual(['1', '2'])
  const found = await introspect(optionsFor(server.url), ['Users'])
  expect(found.map(({ name }) => name)).toEqual(['users'])
}, 60_000)

test('the number of rows is that of now, not that of the last day', async () => {
  await using server = await serverWith({}, 'create table Users (id int primary key)')
  const source = sourceFor(server.url)
  expect((await source.estimateRows([users])).get('analytics.users')).toBe(0)
  // What another session looks up is what MySQL keeps for a day.
  await server.run("select table_rows from information_schema.tables where table_name = 'Users'")
  await server.run(`insert into Users select seq from ${sequence(5000)}`)
  expect((await source.estimateRows([users])).get('analytics.users')).toBeGreaterThan(1000)
}, 60_000)

// MariaDB has no generated invisible primary keys.
describe.runIf(testSourceProduct() === 'mysql')('MySQL', () => {
  test('a generated invisible primary key that the server hides is a key all the same', async () => {
    await using server = await serverWith(
      { 'show-gipk-in-create-table-and-information-schema': 'OFF', 'sql-generate-invisible-primary-key': 'ON' },
      'create table keyless (a int)',
    )
    const [table] = await introspect(optionsFor(server.url))
    expect(table?.keys).toEqual([['my_row_id']])
    expect(table?.columns.map(({ name }) => name)).toEqual(['my_row_id', 'a'])
  }, 60_000)
})
