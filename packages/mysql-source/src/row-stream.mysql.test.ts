import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { SourceReadError, SourceTableChangedError, SourceUnavailableError } from '@hourglass/contracts/errors'
import type { CopyBlock } from '@hourglass/contracts/source/rows'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { sequence } from '@hourglass/testing/sequence'
import { faultProxy } from '@hourglass/testing/fault-proxy'
import { expect, test, vi } from 'vitest'
import { EVERYTHING, MASK_KEY, optionsFor, readWhole, sourceFor, WHOLE } from '../test/helpers.ts'

const wide = defineTable({
  source: 'wide',
  target: 'analytics.wide',
  doc: 'Wide rows.',
  owner: 'tests',
  columns: {
    id: col.int({ doc: 'Key.' }),
    filler: col.text({ doc: 'Filler.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

/** 20 MB, far more than the sockets between both ends hold. */
const ROWS = 20_000

async function fill(database: TestDatabase): Promise<void> {
  await database.query('create table wide (id int primary key, filler longtext)')
  await database.query(`insert into wide select seq, repeat('x', 1000) from ${sequence(ROWS)}`)
}

function read(url: string) {
  return sourceFor(url).readChunk(wide, EVERYTHING, WHOLE, { maskKey: MASK_KEY, onQuarantine: () => {} })
}

async function drain(blocks: AsyncIterable<CopyBlock>): Promise<number> {
  let rows = 0
  for await (const block of blocks) rows += block.rows
  return rows
}

/** Connections to the database besides the test's own. */
async function readers(database: TestDatabase): Promise<readonly { readonly id: number }[]> {
  const [own] = await database.query<{ id: number | string }>('select connection_id() as id')
  const sessions = await database.query<{ Id: number | string; db: string | null }>('show processlist')
  return sessions
    .filter(({ Id, db }) => db === database.name && String(Id) !== String(own?.id))
    .map(({ Id }) => ({ id: Number(Id) }))
}

test.for(['kill', 'kill query'])('fails when %s ends a result midway [case 119]', async (statement) => {
  await using database = await mysqlDatabase()
  await fill(database)
  const reading = read(database.url)
  let rows = 0
  const failing = (async () => {
    for await (const block of reading.blocks) {
      if (rows === 0) for (const { id } of await readers(database)) await database.query(`${statement} ${id}`)
      rows += block.rows
    }
  })()
  await expect(failing).rejects.toThrow(SourceUnavailableError)
  expect(rows).toBeLessThan(ROWS)
  expect(() => reading.totals()).toThrow('before its blocks ended')
})

test.for([1_000, 300_000, 5_000_000])('fails when the network resets after %d bytes [case 119]', async (bytes) => {
  await using database = await mysqlDatabase()
  await fill(database)
  await using proxy = await faultProxy(database.url)
  proxy.resetAfter(bytes, 'toClient')
  await expect(drain(read(proxy.through(database.url)).blocks)).rejects.toThrow(SourceUnavailableError)
})

test('fails when the server closes the connection without an error, between two rows [case 108, 119]', async () => {
  await using database = await mysqlDatabase()
  await fill(database)
  const { host, port } = optionsFor(database.url)
  // Passes 1 MB on and then ends the stream properly, as a proxy that shuts down does.
  const proxy = createServer((client) => {
    const server = connect(port, host)
    let passed = 0
    client.pipe(server)
    server.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed < 1_000_000) client.write(chunk)
      else client.end()
    })
    for (const socket of [client, server]) socket.on('error', () => {})
    client.on('close', () => server.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const through = new URL(database.url)
  // It listens on TCP.
  through.port = String((proxy.address() as AddressInfo).port)
  await expect(drain(read(through.href).blocks)).rejects.toThrow(SourceUnavailableError)
  proxy.close()
})

test('a consumer that stops early ends the query on the server', async () => {
  await using database = await mysqlDatabase()
  await fill(database)
  for await (const block of read(database.url).blocks) {
    expect(block.rows).toBeGreaterThan(0)
    break
  }
  await vi.waitFor(async () => expect(await readers(database)).toEqual([]), { timeout: 5000 })
})

test('a slow consumer holds the server up instead of filling memory [case 120]', async () => {
  await using database = await mysqlDatabase()
  await fill(database)
  await using proxy = await faultProxy(database.url)
  const blocks = read(proxy.through(database.url)).blocks[Symbol.asyncIterator]()
  const first = await blocks.next()
  // What both ends' sockets and the proxy hold arrives meanwhile, and then no more.
  let before = -1
  while (proxy.bytes().toClient !== before) {
    before = proxy.bytes().toClient
    await delay(50)
  }
  expect(before).toBeLessThan(15_000_000)
  let rows = first.done ? 0 : first.value.rows
  rows += await drain({ [Symbol.asyncIterator]: () => blocks })
  expect(rows).toBe(ROWS)
})

test('blocks have about 256 KB and stay as they are', async () => {
  await using database = await mysqlDatabase()
  await fill(database)
  const blocks: CopyBlock[] = []
  for await (const block of read(database.url).blocks) blocks.push(block)
  const sizes = blocks.map(({ bytes }) => bytes.length)
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(256 * 1024)
  expect(Math.max(...sizes)).toBeLessThan(260 * 1024)
  const text = Buffer.concat(blocks.map(({ bytes }) => bytes)).toString('latin1')
  const expected = Array.from({ length: ROWS }, (_, i) => `${i + 1}\t${'x'.repeat(1000)}\n`).join('')
  expect(text === expected).toBe(true)
})

test('rows of 16 MB and more, which span packets, arrive whole', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table wide (id int primary key, filler longtext)')
  // The lengths around one packet of 2^24 - 1 bytes, whose row has 6 bytes besides the text.
  const lengths = [70_000, 2 ** 24 - 8, 2 ** 24 - 7, 2 ** 24 - 6, 2 ** 24, 3 * 2 ** 24 + 5]
  for (const length of lengths) {
    await database.query("insert into wide values (?, repeat('y', ?))", [length, length])
    await database.query("insert into wide values (?, 'small')", [length + 100])
  }
  const source = sourceFor(database.url)
  const found: Record<string, number> = {}
  const reading = source.readChunk(wide, EVERYTHING, WHOLE, { maskKey: MASK_KEY, onQuarantine: () => {} })
  for await (const { bytes } of reading.blocks) {
    for (const line of bytes.toString('latin1').slice(0, -1).split('\n')) {
      const [id, filler] = line.split('\t')
      found[id ?? ''] = filler?.length ?? -1
    }
  }
  const expected = lengths.flatMap((length) => [
    [String(length), length],
    [String(length + 100), 5],
  ])
  expect(found).toEqual(Object.fromEntries(expected))
})

test('fails when the statement runs longer than allowed, and says what to do [case 121]', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table wide (id int primary key, filler longtext)')
  await database.query(`insert into wide select seq, 'x' from ${sequence(100)}`)
  await database.query('create view slow as select id, if(sleep(0.1) = 0, filler, filler) as filler from wide')
  const slow = { ...wide, source: 'slow' }
  const failing = readWhole(sourceFor(database.url, { statementSeconds: 1 }), slow)
  await expect(failing).rejects.toThrow(SourceReadError)
  await expect(failing).rejects.toThrow("lower the table's split.rows")
})

test('fails when the table or a column is gone [case 94]', async () => {
  await using database = await mysqlDatabase()
  await expect(readWhole(sourceFor(database.url), wide)).rejects.toThrow(SourceTableChangedError)
  await database.query('create table wide (id int primary key, renamed longtext)')
  await expect(readWhole(sourceFor(database.url), wide)).rejects.toThrow('a column does not exist')
})

test('warnings of the read are counted', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table wide (id int primary key, filler longtext)')
  await database.query("insert into wide values (1, 'a'), (2, 'b')")
  await database.query('create view warns as select id, concat(filler, cast(filler as signed)) as filler from wide')
  const { totals } = await readWhole(sourceFor(database.url), { ...wide, source: 'warns' })
  expect(totals.warnings).toBe(2)
})
