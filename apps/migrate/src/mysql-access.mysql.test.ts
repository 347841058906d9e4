import { randomBytes } from 'node:crypto'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { MigrateError } from './errors.ts'
import { ensureMysqlAccess } from './mysql-access.ts'

const aWorker = (password: string) => ({ username: `hg_test_${randomBytes(4).toString('hex')}`, password })

async function asWorker(url: string, worker: { username: string; password: string }, sql: string): Promise<unknown> {
  const target = new URL(url)
  const connection = await createConnection({
    host: target.hostname,
    port: Number(target.port),
    database: target.pathname.slice(1),
    user: worker.username,
    password: worker.password,
  })
  try {
    const [rows] = await connection.query(sql)
    return rows
  } finally {
    await connection.end()
  }
}

test('makes a user that reads the database and all sessions, writes nothing, and follows a new password', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table answers (id int primary key)')
  const worker = aWorker(`first'"\\`)
  const access = { admin: { uri: database.url }, database: database.name, requireTls: false }
  try {
    await ensureMysqlAccess({ ...access, worker })
    expect(await asWorker(database.url, worker, 'select count(*) as n from answers')).toEqual([{ n: 0 }])
    expect(
      await asWorker(database.url, worker, 'select count(*) >= 0 as seen from information_schema.innodb_trx'),
    ).toEqual([{ seen: 1 }])
    await expect(asWorker(database.url, worker, 'insert into answers values (1)')).rejects.toThrow(/denied/)

    const again = { ...worker, password: 'second' }
    await ensureMysqlAccess({ ...access, worker: again })
    expect(await asWorker(database.url, again, 'select 1 as one')).toEqual([{ one: 1 }])
  } finally {
    await database.query(`drop user if exists ?@'%'`, [worker.username])
  }
})

test('fails with the database in the message and without the password', async () => {
  await using database = await mysqlDatabase()
  const url = new URL(database.url)
  url.username = 'nobody_at_all'
  url.password = 'not-to-be-shown'
  const attempt = ensureMysqlAccess({
    admin: { uri: url.href },
    database: database.name,
    worker: aWorker('not-to-be-shown-either'),
    requireTls: false,
  })
  await expect(attempt).rejects.toThrow(MigrateError)
  await expect(attempt).rejects.toThrow(database.name)
  await expect(attempt).rejects.not.toThrow(/not-to-be-shown/)
})
