import { createConnection } from 'mysql2/promise'
import { ownedDatabaseCases } from './fixtures/owned-database-cases.ts'

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
