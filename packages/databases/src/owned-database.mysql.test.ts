import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { expect, test, vi } from 'vitest'
import { ownedDatabaseCases } from './fixtures/owned-database-cases.ts'
import { createOwnedDatabase, dropOwnedDatabase, openAdmin } from './owned-database.ts'

ownedDatabaseCases(
  () => process.env['HOURGLASS_TEST_MYSQL_URL'] ?? '',
  async (url, sql) => {
    const connection = await createConnection({ uri: url })
    await connection.query(sql)
    await connection.end()
  },
  [
    'create table t (id int)',
    'create view v as select 1',
    'create function f() returns int deterministic return 1',
    'create procedure p() select 1',
    'create event e on schedule every 1 day do select 1',
  ],
)

test('drops a database while a session in it runs a statement with an emoji', async () => {
  const adminUrl = process.env['HOURGLASS_TEST_MYSQL_URL'] ?? ''
  const name = `hourglass_test_${randomBytes(6).toString('hex')}`
  const connection = await createConnection({ uri: await createOwnedDatabase(adminUrl, name) })
  connection.on('error', () => {}) // the drop ends this session
  const running = connection.query("select sleep(600), '\u{1f600}'").catch(() => 'ended')
  await vi.waitFor(async () => {
    await using admin = await openAdmin(adminUrl)
    expect(await admin.sessions(name)).toBe(1)
  })
  await dropOwnedDatabase(adminUrl, name)
  expect(await running).toBe('ended')
})
