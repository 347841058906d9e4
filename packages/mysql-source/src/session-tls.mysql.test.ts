import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceAccessError } from '@hourglass/contracts/errors'
import { ownMysql, type OwnMysql } from '@hourglass/testing/own-mysql'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { optionsFor } from '../test/helpers.ts'
import type { SourceOptions } from './options.ts'
import { openSession } from './session.ts'

/** What became of a session: the cipher of its connection, `plain`, or the message of the refusal. */
async function outcome(url: string, changes: Partial<SourceOptions>): Promise<string> {
  try {
    await using session = await openSession(optionsFor(url, changes))
    const [row] = await session.query("show session status like 'Ssl_version'")
    return row?.[1] || 'plain'
  } catch (error) {
    if (error instanceof SourceAccessError) return error.message
    throw error
  }
}

// A server of this file's own: the files of one in a container cannot be read.
let server: OwnMysql
let authority: string | undefined

beforeAll(async () => {
  server = await ownMysql()
  const admin = await createConnection({ uri: server.url() })
  try {
    await admin.query('create database hourglass_test_tls')
    const [rows] = await admin.query<RowDataPacket[]>('select @@datadir as folder')
    // MySQL makes an authority for itself at its first start. MariaDB does not, and then offers no TLS.
    authority = await readFile(join(String(rows[0]?.['folder']), 'ca.pem'), 'utf8').catch(() => undefined)
  } finally {
    await admin.end()
  }
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

const url = () => server.url().replace(/\/?$/, '/hourglass_test_tls')
const given = () => (authority === undefined ? [] : [authority])

/** A user of this test's own that the server takes only with TLS. */
async function withTlsUser(use: (user: string) => Promise<void>): Promise<void> {
  const admin = await createConnection({ uri: url() })
  const user = 'needs_tls'
  try {
    await admin.query(`create user '${user}'@'%' identified by 'right' require ssl`)
    await admin.query(`grant select on hourglass_test_tls.* to '${user}'@'%'`)
    await use(user)
  } finally {
    await admin.query(`drop user '${user}'@'%'`)
    await admin.end()
  }
}

test('a user with REQUIRE SSL behind a tunnel gets TLS, or is told of it where the server has none', async () => {
  await withTlsUser(async (user) => {
    const right = await outcome(url(), { credentials: { user, password: 'right' } })
    expect(right).toMatch(authority === undefined ? /REQUIRE SSL/ : /^TLSv1/)
    const wrong = await outcome(url(), { credentials: { user, password: 'wrong' } })
    expect(wrong).toContain('the user or password was refused')
  })
  expect(await outcome(url(), {})).toBe('plain')
})

test('a certificate is checked when it is asked for; what does not fit is named', async () => {
  const byName = { host: 'localhost', tls: 'verify' } as const
  const untrusted = await outcome(url(), byName)
  const trusted = await outcome(url(), { ...byName, ca: given() })
  // MySQL's own certificate is for no host.
  expect(untrusted).toMatch(authority === undefined ? /offers no TLS/ : /TLS failed.*its authority is "MySQL_Server_/)
  expect(trusted).toMatch(authority === undefined ? /offers no TLS/ : /TLS failed.*localhost.*MySQL_Server_/)
})

test('behind a tunnel an authority that is given is checked, and the name of the host is not', async () => {
  await withTlsUser(async (user) => {
    const found = await outcome(url(), { credentials: { user, password: 'right' }, ca: given() })
    expect(found).toMatch(authority === undefined ? /REQUIRE SSL/ : /^TLSv1/)
  })
})
