import { Client } from 'pg'
import { ownedDatabaseCases } from './fixtures/owned-database-cases.ts'

ownedDatabaseCases(
  () => process.env['HOURGLASS_TEST_POSTGRES_URL'] ?? '',
  async (url, sql) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  },
  [
    'create table t ()',
    'create view v as select 1',
    'create schema other',
    'create sequence s',
    "create type kind as enum ('a')",
    'create function f() returns int language sql return 1',
  ],
)
