import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { SourceUnavailableError } from '@hourglass/contracts/errors'
import { mysqlDatabase } from '@hourglass/testing/databases'
import { sequence } from '@hourglass/testing/sequence'
import { expect, test } from 'vitest'
import { readWhole, sourceFor } from '../test/helpers.ts'

const words = defineTable({
  source: 'words',
  target: 'analytics.words',
  doc: 'Words.',
  owner: 'tests',
  columns: { id: col.int({ doc: 'Key.' }), word: col.text({ doc: 'Word.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

/** A proxy that leaves out every packet from the server whose payload holds `mark`. */
async function droppingProxy(url: string, mark: string) {
  const { hostname, port } = new URL(url)
  const server = createServer((client) => {
    const upstream = createConnection(Number(port), hostname)
    let waiting = Buffer.alloc(0)
    upstream.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes])
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUIntLE(0, 3)) {
        const packet = waiting.subarray(0, 4 + waiting.readUIntLE(0, 3))
        waiting = waiting.subarray(packet.length)
        if (!packet.includes(mark)) client.write(packet)
      }
    })
    client.on('data', (bytes) => upstream.write(bytes))
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number } // a TCP server's address
  const through = new URL(url)
  through.port = String(address.port)
  return { url: through.href, [Symbol.asyncDispose]: async () => void server.close() }
}

test.for([1, 200, 300])('fails when row %s of a result does not arrive [case 108]', async (missing) => {
  await using database = await mysqlDatabase()
  await database.query('create table words (id int primary key, word varchar(20))')
  await database.query(`insert into words select seq, concat('word-', seq, '.') from ${sequence(300)}`)
  await using proxy = await droppingProxy(database.url, `word-${missing}.`)
  await expect(readWhole(sourceFor(proxy.url), words)).rejects.toThrow(SourceUnavailableError)
})

test('the warnings of a read are those of the read alone', async () => {
  await using database = await mysqlDatabase()
  await database.query('create table words (id int primary key, word varchar(20))')
  await database.query("insert into words values (1, 'abc'), (2, 'def'), (3, 'xyz')")
  const source = sourceFor(database.url)
  expect((await readWhole(source, words)).totals.warnings).toBe(0)
  await database.query('create view numbers as select id, cast(word as signed) as word from words')
  expect((await readWhole(source, { ...words, source: 'numbers' })).totals.warnings).toBe(3)
})
