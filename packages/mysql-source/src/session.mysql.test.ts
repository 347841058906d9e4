import {
  InvalidInputError,
  SourceAccessError,
  SourceReadError,
  SourceUnavailableError,
} from '@hourglass/contracts/errors'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { faultProxy } from '@hourglass/testing/fault-proxy'
import { ownMysql } from '@hourglass/testing/own-mysql'
import { expect, test } from 'vitest'
import { optionsFor } from '../test/helpers.ts'
import { type Credentials, checkOptions } from './options.ts'
import { openSession, sessionOpener } from './session.ts'

/** A user of this test's own, dropped at the end. */
async function withUser(database: TestDatabase, use: (user: string) => Promise<void>): Promise<void> {
  const user = `u_${database.name.slice(-12)}`
  await database.query(`create user '${user}'@'%' identified by 'right'`)
  await database.query(`grant select on ${database.name}.* to '${user}'@'%'`)
  try {
    await use(user)
  } finally {
    await database.query(`drop user '${user}'@'%'`)
  }
}

test('a session is pinned whatever the defaults of the server are [case 39, 74, 124]', async () => {
  await using server = await ownMysql('Asia/Tokyo')
  const options = optionsFor(`${server.url().replace(/\/?$/, '')}/mysql`)
  {
    const { createConnection } = await import('mysql2/promise')
    const admin = await createConnection({ uri: server.url() })
    for (const setting of [
      "time_zone = 'Asia/Tokyo'",
      "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
      'sql_select_limit = 2',
      'autocommit = 0',
      'net_write_timeout = 1',
      'character_set_client = latin1',
      'transaction isolation level read uncommitted',
    ]) {
      // Only named time zones need tables that this server does not have.
      await admin.query(`set global ${setting.replace('Asia/Tokyo', '+09:00')}`)
    }
    await admin.query('create table mysql.pinned (c char(5), t timestamp) charset latin1')
    await admin.query("insert into mysql.pinned values ('a', '2024-01-01 09:00:00'), ('b', null), ('é', null)")
    await admin.query('commit')
    await admin.end()
  }
  await using session = await openSession(options)
  expect(await session.query("select c, t, 'x\\\\y' from mysql.pinned order by t desc")).toHaveLength(3)
  expect(await session.query("select c, t, 'x\\\\y' from mysql.pinned where c = 'a'")).toEqual([
    ['a', expect.any(String), 'x\\y'],
  ])
  await expect(session.query("insert into mysql.pinned values ('c', null)")).rejects.toThrow(SourceReadError)
}, 30_000)

test('credentials are asked for again once, after they were refused [case 118]', async () => {
  await using database = await mysqlDatabase()
  await withUser(database, async (user) => {
    const asked: boolean[] = []
    const rotated = async (fresh: boolean): Promise<Credentials> => {
      asked.push(fresh)
      return { user, password: fresh ? 'right' : 'old' }
    }
    await using session = await openSession(optionsFor(database.url, { credentials: rotated }))
    expect(await session.query('select 1')).toEqual([['1']])
    expect(asked).toEqual([false, true])
  })
})

test('fails when credentials are refused twice, without repeating them', async () => {
  await using database = await mysqlDatabase()
  let asked = 0
  const wrong = async () => {
    asked++
    return { user: 'nobody-here', password: 'pa55word' }
  }
  const failing = openSession(optionsFor(database.url, { credentials: wrong }))
  await expect(failing).rejects.toThrow(SourceAccessError)
  await expect(failing).rejects.not.toThrow(/nobody-here|pa55word/)
  expect(asked).toBe(2)
})

test('fails when a privilege is missing', async () => {
  await using database = await mysqlDatabase()
  await withUser(database, async (user) => {
    const credentials = { user, password: 'right' }
    await using session = await openSession(optionsFor(database.url, { credentials }), 'table "x"')
    await expect(session.query('select * from mysql.user')).rejects.toThrow(SourceAccessError)
    await expect(session.query('select * from mysql.user')).rejects.toThrow('while reading table "x"')
    const other = openSession(optionsFor(database.url, { credentials, database: 'mysql' }))
    await expect(other).rejects.toThrow('the user may not use the database')
  })
})

test('fails when nothing listens, and when nothing answers', async () => {
  await using database = await mysqlDatabase()
  await using proxy = await faultProxy(database.url)
  await expect(openSession(optionsFor(database.url, { port: 1 }))).rejects.toThrow(SourceUnavailableError)
  await expect(openSession(optionsFor(database.url, { host: 'no-such-host.invalid' }))).rejects.toThrow('ENOTFOUND')
  proxy.blackHole()
  const silent = openSession(optionsFor(proxy.through(database.url), { connectTimeoutMs: 300 }))
  await expect(silent).rejects.toThrow(SourceUnavailableError)
})

test('TLS is off for a loopback host only', () => {
  const options = optionsFor('mysql://u:p@db.example:3306/d')
  expect(() => checkOptions(options)).toThrow(InvalidInputError)
  expect(() => checkOptions({ ...options, host: '127.0.0.1.example' })).toThrow(InvalidInputError)
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1'])
    expect(() => checkOptions({ ...options, host })).not.toThrow()
  expect(() => checkOptions({ ...options, tls: 'verify' })).not.toThrow()
  // mysql2 would compare the certificate with "localhost".
  expect(() => checkOptions({ ...options, host: '10.0.0.1', tls: 'verify' })).toThrow('a host name')
})

test('no more connections than allowed are open at once', async () => {
  await using database = await mysqlDatabase()
  const open = sessionOpener(optionsFor(database.url, { maxConnections: 2 }))
  let now = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      await using session = await open()
      most = Math.max(most, ++now)
      await session.query('select sleep(0.02)')
      now--
    }),
  )
  expect(most).toBe(2)
})

test('a failed opening gives its place back', async () => {
  await using database = await mysqlDatabase()
  const open = sessionOpener(optionsFor(database.url, { maxConnections: 1, port: 1 }))
  await expect(open()).rejects.toThrow(SourceUnavailableError)
  await expect(open()).rejects.toThrow(SourceUnavailableError)
})
