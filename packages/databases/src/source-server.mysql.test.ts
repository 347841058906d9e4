import { chmod, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { messageOf } from './errors.ts'
import { checkExternalMysql } from './external.ts'
import { startSourceServer } from './source-server.ts'

/** The server of this test run: HOURGLASS_TEST_SOURCE. */
const product = process.env['HOURGLASS_TEST_SOURCE'] === 'mysql' ? 'mysql' : 'mariadb'

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const connection = await createConnection({ uri: url })
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return Array.isArray(rows) ? { ...rows[0] } : undefined
  } finally {
    await connection.end()
  }
}

test('starts with the promised settings, keeps its data over a restart, and is gone after stop', async () => {
  // Longer than the 107 bytes a socket's path may have.
  const outer = await mkdtemp(join(tmpdir(), 'hourglass mariadb '))
  await chmod(outer, 0o711) // root's server must reach it, or the data goes to a shorter place
  const folder = join(outer, 'long '.repeat(30).trim())
  const first = await startSourceServer({ folder, product, durable: true, timeZone: 'JST-9' })
  const settings = await ask(
    first.url,
    `select current_user() as user, @@character_set_server as characters, @@sql_mode like '%STRICT_TRANS_TABLES%' as strict,
            @@tmpdir as temporary, @@local_infile as local_infile, @@innodb_flush_log_at_trx_commit as flushes, @@bind_address as address,
            version() like '%MariaDB%' as mariadb,
            timestampdiff(hour, utc_timestamp(), now()) as hours, (select count(*) from mysql.user where user = 'root') as roots`,
  )
  expect(settings).toEqual({
    user: 'root@127.0.0.1',
    characters: 'utf8mb4',
    strict: 1,
    temporary: join(await realpath(folder), product, 'tmp'),
    local_infile: 1,
    flushes: 1,
    address: '127.0.0.1',
    mariadb: product === 'mariadb' ? 1 : 0,
    hours: 9,
    roots: 1,
  })
  await ask(first.url, 'create database kept')
  await first.stop()
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  const left = join(folder, product, 'tmp', 'left by a killed server')
  await writeFile(left, '')

  const second = await startSourceServer({ folder, product, temporary: true })
  const restarted = await ask(
    second.url,
    `select count(*) as kept, @@innodb_flush_log_at_trx_commit as flushes, timestampdiff(hour, utc_timestamp(), now()) as hours
     from information_schema.schemata where schema_name = 'kept'`,
  )
  expect(restarted).toEqual({ kept: 1, flushes: 2, hours: 0 })
  await expect(stat(left)).rejects.toThrow('ENOENT')
  await second.stop()
  await rm(outer, { recursive: true })
})

test('an external server is used when it fits, and a wrong password is said as such', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-mariadb-'))
  const server = await startSourceServer({ folder, product, temporary: true })
  const external = await startSourceServer({ folder, externalUrl: server.url })
  expect(external).toMatchObject({ url: server.url, kind: 'external' })
  await external.stop()
  expect(await ask(server.url, 'select 1 as still_there')).toEqual({ still_there: 1 })

  const wrong = server.url.replace(/:\w+@/, ':wrong-one@')
  const message = await checkExternalMysql(wrong).catch(messageOf)
  const noDatabase = await checkExternalMysql(`${server.url}/absent`).catch(messageOf)
  await server.stop()
  await rm(folder, { recursive: true })
  expect(message).toMatch(/MySQL at 127\.0\.0\.1:\d+ .* wrong user or password/)
  expect(message).not.toContain('wrong-one')
  expect(noDatabase).toContain('that database does not exist')
})

test('fails when the time zone is not installed, instead of running in UTC', async () => {
  await expect(startSourceServer({ folder: '/nowhere', timeZone: 'Mars/Olympus' })).rejects.toThrow('POSIX zone')
})
