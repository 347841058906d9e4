import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { messageOf } from './errors.ts'
import { checkExternalPostgres } from './external.ts'
import { startPostgres } from './postgres.ts'

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0]
  } finally {
    await client.end()
  }
}

test('starts with the promised settings, keeps its data over a restart, and is gone after stop', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass pg '))
  const first = await startPostgres({ folder, durable: true })
  const settings = await ask(
    first.url,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding,
            current_setting('TimeZone') as zone, current_setting('fsync') as fsync,
            current_setting('listen_addresses') as listens, current_setting('password_encryption') as passwords,
            upper('é') as upper, 'Z' < 'a' as by_code_point`,
  )
  expect(settings).toEqual({
    major: 17,
    encoding: 'UTF8',
    zone: 'UTC',
    fsync: 'on',
    listens: '127.0.0.1',
    passwords: 'scram-sha-256',
    upper: 'É',
    by_code_point: true,
  })
  await ask(first.url, 'create table kept as select 42 as n')
  await first.stop()
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')

  const second = await startPostgres({ folder, temporary: true })
  expect(await ask(second.url, "select n, current_setting('fsync') as fsync from kept")).toEqual({
    n: 42,
    fsync: 'off',
  })
  await second.stop()
  await rm(folder, { recursive: true })
})

test('an external server is used when it fits, and a wrong password is said as such', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-pg-'))
  const server = await startPostgres({ folder, temporary: true })
  const external = await startPostgres({ folder, externalUrl: server.url })
  expect(external).toMatchObject({ url: server.url, kind: 'external' })
  await external.stop()
  expect(await ask(server.url, 'select 1 as still_there')).toEqual({ still_there: 1 })

  const wrong = server.url.replace(/:\w+@/, ':wrong-one@')
  const message = await checkExternalPostgres(wrong).catch(messageOf)
  const noDatabase = await checkExternalPostgres(`${server.url}_absent`).catch(messageOf)
  await server.stop()
  await rm(folder, { recursive: true })
  expect(message).toMatch(/Postgres at 127\.0\.0\.1:\d+ .* wrong user or password/)
  expect(message).not.toContain('wrong-one')
  expect(noDatabase).toContain('that database does not exist')
})
