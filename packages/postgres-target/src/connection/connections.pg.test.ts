import { SecretError, TargetAccessError, TargetUnavailableError } from '@hourglass/contracts/errors'
import { silentLogger } from '@hourglass/core/logger'
import { faultProxy } from '@hourglass/testing/fault-proxy'
import { expect, test } from 'vitest'
import { answers, copyText, manyRows } from '../../test/answers.ts'
import { loadOne, partOf, requestOf } from '../../test/extracts.ts'
import { optionsFor, testTarget, type TestTarget } from '../../test/target.ts'
import { Connections } from './connections.ts'

const at = (url: string) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) })

const ROW = copyText([{ id: 1 }])

/** Ends every session of the target, as a failover does. */
const killSessions = (t: TestTarget) =>
  t.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'hourglass-test'`,
  )

test('idle connections that died are replaced without an error [case 117]', async () => {
  await using t = await testTarget()
  await Promise.all([1, 2, 3].map(() => t.target.nextFence(answers)))
  await killSessions(t)
  const fences = await Promise.all([1, 2, 3].map(() => t.target.nextFence(answers)))
  expect(new Set(fences)).toEqual(new Set([4, 5, 6]))
})

test('a connection that went silent while idle is replaced in seconds', async () => {
  await using t = await testTarget()
  await using proxy = await faultProxy(t.db.url)
  // The target says so when it gives up the old connection; the one that replaces it is served.
  const logger = { ...silentLogger, warn: () => proxy.restore() }
  const target = t.another({ ...at(proxy.through(t.db.url)), logger })
  await target.nextFence(answers)
  proxy.blackHole()
  expect(await target.nextFence(answers)).toBe(2)
})

test('fails when the connection goes silent in the middle of COPY, and when the source of rows does', async () => {
  await using t = await testTarget()
  await using proxy = await faultProxy(t.db.url)
  const target = t.another({ ...at(proxy.through(t.db.url)), loadSeconds: 0.2 })
  const request = requestOf(answers, { fence: 1, parts: [] })
  await t.target.prepareStaging(answers, request.staging)
  const load = (key: string, open: () => AsyncIterable<Buffer>) =>
    target.loadPart(answers, request.staging, partOf(key, 1), { bucket: 'b', key }, open)
  const stalled = load('p1', async function* () {
    yield ROW
    await new Promise<never>(() => {})
  })
  await expect(stalled).rejects.toThrow(TargetUnavailableError)
  const silent = load('p2', async function* () {
    yield ROW
    proxy.blackHole()
    yield ROW
  })
  await expect(silent).rejects.toThrow(TargetUnavailableError)
}, 30_000)

test('fails when the connection breaks in the middle of COPY; the next call works', async () => {
  await using t = await testTarget()
  await using proxy = await faultProxy(t.db.url)
  const target = t.another(at(proxy.through(t.db.url)))
  const request = requestOf(answers, { fence: 1, parts: [] })
  await target.prepareStaging(answers, request.staging)
  proxy.resetAfter(50_000, 'toServer')
  const rows = manyRows(5000)
  const part = partOf('p1', rows.length)
  await expect(loadOne(target, request, part, rows)).rejects.toThrow(TargetUnavailableError)
  expect(await loadOne(target, request, part, rows)).toEqual({ loaded: true })
})

test('fails when the server ends a session in the middle of COPY', async () => {
  await using t = await testTarget()
  const request = requestOf(answers, { fence: 1, parts: [] })
  await t.target.prepareStaging(answers, request.staging)
  const open = async function* () {
    yield ROW
    await killSessions(t)
    yield ROW
  }
  const loading = t.target.loadPart(answers, request.staging, partOf('p1', 2), { bucket: 'b', key: 'p1' }, open)
  await expect(loading).rejects.toThrow(TargetUnavailableError)
  expect(await t.db.query('select * from hourglass.loaded_parts')).toEqual([])
})

test('credentials are asked for once, and once more when they are refused [case 118]', async () => {
  await using t = await testTarget()
  const good = optionsFor(t.db.url).credentials
  if (typeof good === 'function') throw new Error('the test needs fixed credentials')
  let asked = 0
  const rotated = t.another({
    credentials: async () => {
      asked += 1
      return asked === 1 ? { ...good, password: 'the old one' } : good
    },
  })
  await rotated.nextFence(answers)
  await rotated.nextFence(answers)
  expect(asked).toBe(2)
})

test('credentials that could not be read are asked for again by the next call', async () => {
  await using t = await testTarget()
  const { credentials } = optionsFor(t.db.url)
  if (typeof credentials === 'function') throw new Error('the test needs fixed credentials')
  let asked = 0
  const unlucky = async () => {
    asked += 1
    if (asked === 1) throw new SecretError('no secret')
    return credentials
  }
  const target = t.another({ credentials: unlucky })
  await expect(target.nextFence(answers)).rejects.toThrow(SecretError)
  expect(await target.nextFence(answers)).toBe(1)
})

test('more calls than connections wait for their turn', async () => {
  await using t = await testTarget()
  const one = t.another({ maxConnections: 1 })
  const fences = await Promise.all(Array.from({ length: 20 }, () => one.nextFence(answers)))
  expect(new Set(fences).size).toBe(20)
})

test('fails when credentials are refused twice, without repeating them', async () => {
  await using t = await testTarget()
  let asked = 0
  const credentials = async () => {
    asked += 1
    return { user: 'nobody_here', password: 'not-the-secret' }
  }
  const error = await t
    .another({ credentials })
    .migrate()
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TargetAccessError)
  expect(String(error)).toMatch(/Postgres at 127\.0\.0\.1:\d+/)
  expect(String(error)).not.toContain('not-the-secret')
  expect(asked).toBe(2)
})

test('fails when nobody listens, naming host and port', async () => {
  await using t = await testTarget()
  await expect(t.another({ port: 1 }).migrate()).rejects.toThrow(/127\.0\.0\.1:1\b.*ECONNREFUSED/)
})

test('fails when the server takes no TLS', async () => {
  await using t = await testTarget()
  await expect(t.another({ tls: 'verify' }).migrate()).rejects.toThrow(TargetAccessError)
})

test('fails when the database is not there', async () => {
  await using t = await testTarget()
  await expect(t.another({ database: 'no_such_db' }).migrate()).rejects.toThrow(/no such database/)
})

test('a database that is read-only by default is written to all the same', async () => {
  await using t = await testTarget()
  await t.db.query(`alter database ${t.db.name} set default_transaction_read_only = on`)
  await expect(t.another().nextFence(answers)).resolves.toBe(1)
})

test('every transaction has its own settings and leaves none behind [case 140]', async () => {
  await using t = await testTarget()
  await t.db.query(`alter database ${t.db.name} set timezone = 'Asia/Tokyo'`)
  await t.db.query(`alter database ${t.db.name} set datestyle = 'SQL, DMY'`)
  const connections = new Connections({ ...optionsFor(t.db.url), maxConnections: 1 }, silentLogger)
  const settings = (names: readonly string[]) =>
    `select ${names.map((n) => `current_setting('${n}') as ${n}`).join(', ')}`
  const names = ['timezone', 'datestyle', 'search_path', 'lock_timeout', 'statement_timeout', 'row_security']
  try {
    const inside = await connections.transaction({ statement: 7, lock: 3 }, (tx) => tx.row(settings(names)))
    expect(inside).toEqual({
      timezone: 'UTC',
      datestyle: 'ISO, YMD',
      search_path: 'pg_catalog, public, pg_temp',
      lock_timeout: '3s',
      statement_timeout: '7s',
      row_security: 'off',
    })
    const later = await connections.transaction({ statement: 9, lock: 3 }, (tx) =>
      tx.row(settings(['statement_timeout'])),
    )
    expect(later).toEqual({ statement_timeout: '9s' })
  } finally {
    await connections.close()
  }
})

test('an error inside a transaction leaves nothing behind and the connection usable', async () => {
  await using t = await testTarget()
  const connections = new Connections({ ...optionsFor(t.db.url), maxConnections: 1 }, silentLogger)
  try {
    const failing = connections.transaction({ statement: 5, lock: 1 }, async (tx) => {
      await tx.run(`insert into hourglass.table_state (target) values ('x')`)
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    const left = await connections.transaction({ statement: 5, lock: 1 }, (tx) =>
      tx.rows('select from hourglass.table_state'),
    )
    expect(left).toEqual([])
  } finally {
    await connections.close()
  }
})

test('an error that was swallowed inside a transaction is not taken for a commit', async () => {
  await using t = await testTarget()
  const connections = new Connections({ ...optionsFor(t.db.url), maxConnections: 1 }, silentLogger)
  try {
    const swallowing = connections.transaction({ statement: 5, lock: 1 }, async (tx) => {
      await tx.run('select 1/0').catch(() => undefined)
    })
    await expect(swallowing).rejects.toThrow('answered COMMIT with ROLLBACK')
  } finally {
    await connections.close()
  }
})
