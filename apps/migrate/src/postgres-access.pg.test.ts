import { randomBytes } from 'node:crypto'
import { postgresDatabase } from '@hourglass/testing/databases'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { MigrateError } from './errors.ts'
import { ensurePostgresAccess } from './postgres-access.ts'

const aWorker = () => ({
  username: `hourglass_test_${randomBytes(4).toString('hex')}`,
  password: 'first password',
})

function asUser(url: string, username: string, password: string): string {
  const changed = new URL(url)
  changed.username = username
  changed.password = encodeURIComponent(password)
  return changed.href
}

async function loginAs(url: string, username: string, password: string): Promise<string> {
  const client = new Client({ connectionString: asUser(url, username, password) })
  try {
    await client.connect()
    await client.query('create schema made_by_worker')
    const { rows } = await client.query<{ user: string }>('select current_user as user')
    return rows[0]?.user ?? ''
  } finally {
    await client.end()
  }
}

test('makes a user that can log in and make schemas, and changes its password when asked again', async () => {
  await using database = await postgresDatabase()
  const worker = aWorker()
  // As on RDS: the administrator owns the database and makes roles, but is no superuser.
  const owner = { username: `${worker.username}_owner`, password: 'owner' }
  await database.query(`create role ${owner.username} login createrole password 'owner'`)
  await database.query(`alter database ${database.name} owner to ${owner.username}`)
  const admin = { connectionString: asUser(database.url, owner.username, owner.password) }
  const access = { admin, database: database.name, connectionLimit: 3 }
  try {
    await ensurePostgresAccess({ ...access, worker, loadWith: 'copy' })
    expect(await loginAs(database.url, worker.username, worker.password)).toBe(worker.username)
    await expect(loginAs(database.url, worker.username, 'wrong')).rejects.toThrow(/password/)
    await database.query('drop schema made_by_worker')

    await ensurePostgresAccess({ ...access, worker: { ...worker, password: `second'"` }, loadWith: 'copy' })
    expect(await loginAs(database.url, worker.username, `second'"`)).toBe(worker.username)
    const roles = await database.query(
      'select rolsuper, rolcreatedb, rolcreaterole, rolconnlimit from pg_roles where rolname = $1',
      [worker.username],
    )
    expect(roles).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolconnlimit: 3 }])
  } finally {
    await database.query(`alter database ${database.name} owner to current_user`)
    await database.query(`drop owned by ${worker.username}`)
    await database.query(`drop role ${worker.username}`)
    await database.query(`drop owned by ${owner.username}`)
    await database.query(`drop role ${owner.username}`)
  }
})

test('fails with the database in the message, changing nothing, when the extension is not there', async () => {
  await using database = await postgresDatabase()
  const worker = aWorker()
  const attempt = ensurePostgresAccess({
    admin: { connectionString: database.url },
    database: database.name,
    worker,
    connectionLimit: 3,
    loadWith: 'aws_s3',
  })
  await expect(attempt).rejects.toThrow(MigrateError)
  await expect(attempt).rejects.toThrow(new RegExp(`${database.name}.*aws_s3`))
  expect(await database.query('select 1 from pg_roles where rolname = $1', [worker.username])).toEqual([])
})
