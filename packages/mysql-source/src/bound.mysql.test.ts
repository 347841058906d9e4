import { setTimeout as delay } from 'node:timers/promises'
import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { SourceUnavailableError } from '@hourglass/contracts/errors'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { ownMysql } from '@hourglass/testing/own-mysql'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { expect, test, vi } from 'vitest'
import { optionsFor, readWhole, sourceFor } from '../test/helpers.ts'
import { secondsBefore } from './bound.ts'
import { readInnodbTrx, systemTimeToUtc } from './innodb-trx.ts'
import { openSession } from './session.ts'

/*
 * Other files run at the same time on the same server, and their open transactions are in the bound too: tests that
 * need to know which rule gave the bound have a server of their own.
 */

interface Client extends AsyncDisposable {
  readonly query: (sql: string) => Promise<RowDataPacket[]>
  readonly connection: Connection
}

/** A session of the application. */
async function client(url: string): Promise<Client> {
  const connection = await createConnection({ uri: url, dateStrings: true })
  connection.on('error', () => {})
  return {
    connection,
    query: async (sql) => {
      const [rows] = await connection.query<RowDataPacket[]>(sql)
      return rows
    },
    [Symbol.asyncDispose]: async () => connection.destroy(),
  }
}

const slow = defineTable({
  source: 'slow',
  target: 'analytics.slow',
  doc: 'A view that takes its time.',
  owner: 'tests',
  columns: { id: col.int({ doc: 'Key.' }), slept: col.int({ doc: 'Always 0.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

interface OwnServer extends AsyncDisposable {
  /** URL of its database with a table `t`. */
  url(): string
  restart(): Promise<void>
}

async function ownServer(timeZone?: string): Promise<OwnServer> {
  const server = await ownMysql(timeZone)
  {
    await using admin = await client(server.url())
    await admin.query('create database hourglass_test_bound')
    await admin.query('create table hourglass_test_bound.t (id int primary key, at timestamp(6) null)')
    await admin.query('insert into hourglass_test_bound.t values (1, now(6)), (2, now(6)), (3, now(6))')
  }
  return { ...server, url: () => server.url().replace(/\/?$/, '/hourglass_test_bound') }
}

/** UTC text with microseconds, by the server's clock. */
async function clockOf({ query }: Client): Promise<string> {
  const [row] = await query("select date_format(utc_timestamp(6), '%Y-%m-%d %H:%i:%s.%f') as at")
  return String(row?.['at'])
}

test('the bound follows the source clock, and whatever may still commit holds it back [case 1, 2, 150]', async () => {
  await using server = await ownServer()
  const source = sourceFor(server.url())
  await using app = await client(server.url())

  const start = await clockOf(app)
  await app.query('start transaction')
  await app.query('select * from t')
  await vi.waitFor(async () => expect(((await source.observeBound()).at ?? '') > start).toBe(true), 8000)
  expect(await source.observeBound()).toMatchObject({ by: 'the source clock less 2 s' })

  // A transaction that has written: its own start counts, not that of its statement.
  await app.query('commit')
  await app.query('start transaction')
  const opened = await clockOf(app)
  await app.query('update t set at = now(6) where id = 1')
  await delay(3500)
  const held = await source.observeBound()
  expect(held.by).toContain('a transaction with changes or a lock wait')
  expect((held.at ?? '') <= opened).toBe(true)
  expect((held.at ?? '') > start).toBe(true)

  // A writer that waits for its lock has modified nothing yet, but its timestamp is fixed.
  await using waiter = await client(server.url())
  const waiting = waiter.query('update t set at = now(6) where id = 1')
  await app.query('update t set at = now(6) where id = 2')
  await delay(200)
  await app.connection.ping()
  const waited = await source.observeBound()
  expect((waited.at ?? '') <= opened).toBe(true)
  expect((waited.at ?? '') > start).toBe(true)
  await app.query('commit')
  await waiting
}, 30_000)

test('a statement that is still running holds it back, our own readers do not [case 150]', async () => {
  await using server = await ownServer()
  const source = sourceFor(server.url())
  await using app = await client(server.url())
  const started = await clockOf(app)
  const running = app.query('select sleep(5)')
  await delay(3500)
  const held = await source.observeBound()
  expect(held.by).toBe('a statement that has been running since')
  expect((held.at ?? '') <= started).toBe(true)
  await running

  await app.query('create view slow as select id, sleep(1.5) as slept from t')
  const reading = readWhole(source, slow)
  await delay(3500)
  expect(await source.observeBound()).toMatchObject({ by: 'the source clock less 2 s' })
  expect((await reading).lines).toHaveLength(3)
}, 30_000)

test.for(['Asia/Tokyo', 'America/Los_Angeles'])(
  'transaction starts are right in the system time zone %s, whatever the session has [case 148]',
  { timeout: 30_000 },
  async (timeZone) => {
    await using server = await ownServer(timeZone)
    await using app = await client(server.url())
    const before = await clockOf(app)
    await app.query('start transaction')
    await app.query('update t set at = now(6) where id = 1')
    await delay(3000)
    const { at, by } = await sourceFor(server.url()).observeBound()
    expect(by).toContain('a transaction with changes')
    expect((at ?? '') <= before).toBe(true)
    expect((at ?? '') > secondsBefore(before, 4)).toBe(true)

    // The table that is read when InnoDB's list is cut short agrees; whole seconds, cut off.
    await using session = await openSession(optionsFor(server.url()))
    const listed = await readInnodbTrx(session.query)
    expect((listed?.oldest ?? '') <= before).toBe(true)
    expect((listed?.oldest ?? '') > secondsBefore(before, 2)).toBe(true)
  },
)

test('an hour that the clocks repeat counts as the earlier one', async () => {
  await using server = await ownServer('America/New_York')
  await using app = await client(server.url())
  const convert = async (local: string) => {
    const [row] = await app.query(`select ${systemTimeToUtc(`timestamp'${local}'`)} as utc`)
    return row?.['utc']
  }
  expect(await convert('2024-11-03 00:30:00')).toBe('2024-11-03 04:30:00')
  expect(await convert('2024-11-03 01:30:00')).toBe('2024-11-03 05:30:00')
  expect(await convert('2024-11-03 02:30:00')).toBe('2024-11-03 07:30:00')
  expect(await convert('2024-07-01 12:00:00')).toBe('2024-07-01 16:00:00')
}, 30_000)

test('a transaction that is open while a monitor polls the cache is not overlooked [case 149]', async () => {
  await using server = await ownServer()
  await using monitor = await client(server.url())
  const polling = setInterval(
    () => void monitor.query('select count(*) from information_schema.innodb_trx').catch(() => {}),
    20,
  )
  await delay(200)
  await using app = await client(server.url())
  await app.query('start transaction')
  const opened = await clockOf(app)
  await app.query('update t set at = now(6) where id = 1')
  await delay(2500)
  // The table is stale and says so; InnoDB's own list is not a cache.
  await using session = await openSession(optionsFor(server.url()))
  expect(await readInnodbTrx(session.query)).toBeNull()
  const { at, by } = await sourceFor(server.url()).observeBound()
  clearInterval(polling)
  expect(by).toContain('a transaction with changes')
  expect((at ?? '') <= opened).toBe(true)
}, 30_000)

test('statements with emoji or bytes that are no text, and a load of them, never stop the bound', async () => {
  await using server = await ownServer()
  const source = sourceFor(server.url())
  await using admin = await client(server.url())
  await admin.query('create table emoji (id int auto_increment primary key, v varchar(50) charset utf8mb4, b blob)')

  // A statement that runs for the whole test, inside a transaction that has written: it is in both lists.
  await using app = await client(server.url())
  await app.query('start transaction')
  const opened = await clockOf(app)
  await app.query('update t set at = now(6) where id = 1')
  const running = app.query("select sleep(600), '\u{1f600}'")
  await using bytes = await client(`${server.url()}?charset=latin1`)
  await bytes.query('start transaction')
  await bytes.query('update t set at = now(6) where id = 2')
  const raw = bytes.query("select sleep(600), _binary'\u00ff\u00fe\u00f0\u009f'")
  const held = Promise.allSettled([running, raw])

  const stop = new AbortController()
  const load = [1, 2].map(async () => {
    await using writer = await client(server.url())
    while (!stop.signal.aborted)
      await writer.query("insert into emoji (v, b) values ('hello \u{1f600}', _binary'\u{1f600}')")
  })
  try {
    const bounds: (string | null)[] = []
    for (let look = 0; look < 100; look++) bounds.push((await source.observeBound()).at)
    expect(bounds.filter((at) => at === null || at > opened)).toEqual([])
    expect(bounds).toHaveLength(100)
  } finally {
    stop.abort()
    await Promise.all(load)
    for (const { connection } of [app, bytes]) await admin.query(`kill ${connection.threadId}`)
    await held
  }
}, 60_000)

test('a prepared XA transaction from before a restart keeps the watermark [case 151]', async () => {
  await using server = await ownServer()
  {
    await using app = await client(server.url())
    await app.query("xa start 'left'")
    await app.query('update t set at = now(6) where id = 1')
    await app.query("xa end 'left'")
    await app.query("xa prepare 'left'")
  }
  await server.restart()
  expect(await sourceFor(server.url()).observeBound()).toEqual({ at: null, by: expect.stringContaining('XA RECOVER') })
  await using app = await client(server.url())
  await app.query("xa rollback 'left'")
  await vi.waitFor(async () => expect((await sourceFor(server.url()).observeBound()).at).not.toBeNull(), 5000)
}, 60_000)

test('a prepared XA transaction of a live session counts with its own start', async () => {
  await using server = await ownServer()
  await using app = await client(server.url())
  const opened = await clockOf(app)
  await app.query("xa start 'prepared'")
  await app.query('update t set at = now(6) where id = 1')
  await app.query("xa end 'prepared'")
  await app.query("xa prepare 'prepared'") // MySQL takes it from its session here, MariaDB when the session ends
  await delay(3000)
  const { at, by } = await sourceFor(server.url()).observeBound()
  expect(by).toContain('a transaction with changes')
  expect((at ?? '') <= opened).toBe(true)
  await app.query("xa commit 'prepared'")
  expect(await sourceFor(server.url()).observeBound()).toMatchObject({ by: 'the source clock less 2 s' })
}, 30_000)

test('without PROCESS only the overlap covers open transactions, and the bound says what to grant', async () => {
  await using database = await mysqlDatabase()
  const user = `${database.name.slice(-20)}_np`
  await database.query(`create user '${user}'@'%' identified by 'secret'`)
  await database.query(`grant select on ${database.name}.* to '${user}'@'%'`)
  try {
    const credentials = { user, password: 'secret' }
    const bound = await sourceFor(database.url, { credentials }).observeBound()
    expect(bound.at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/)
    expect(bound.by).toContain(`run GRANT PROCESS ON *.* TO '${user}'@'%'`)
  } finally {
    await database.query(`drop user '${user}'@'%'`)
  }
})

test('fails on a read-only server', async () => {
  await using server = await ownServer()
  await using admin = await client(server.url())
  await admin.query('set global read_only = 1')
  const failing = sourceFor(server.url()).observeBound()
  await expect(failing).rejects.toThrow(SourceUnavailableError)
  await expect(failing).rejects.toThrow('is read only')
}, 30_000)
