import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SourceAccessError } from '@hourglass/contracts/errors'
import { mysqlDatabase, type TestDatabase } from '@hourglass/testing/databases'
import { expect, test } from 'vitest'
import { optionsFor } from '../test/helpers.ts'
import { type SourceOptions } from './options.ts'
import { openSession } from './session.ts'

/** What became of a session: the cipher of its connection, `plain`, or the message of the refusal. */
async function outcome(url: string, changes: Partial<SourceOptions>): Promise<string> {
  try {
    await using session = await openSession(optionsFor(url, changes))
    const [row] = await session.query("show session status like 'Ssl_version'")
    return row?.[1] || 'plain'
  } catch (error) {
    expect(error).toBeInstanceOf(SourceAccessError)
    return String(error)
  }
}

/** The authority that MySQL made for itself at its first start; undefined for a server without TLS. */
async function ownAuthority(database: TestDatabase): Promise<string | undefined> {
  const [row] = await database.query<{ folder: string }>('select @@datadir as folder')
  return await readFile(join(row?.folder ?? '', 'ca.pem'), 'utf8').catch(() => undefined)
}

/** A user of this test's own that the server takes only with TLS. */
async function withTlsUser(database: TestDatabase, use: (user: string) => Promise<void>): Promise<void> {
  const user = `t_${database.name.slice(-12)}`
  await database.query(`create user '${user}'@'%' identified by 'right' require ssl`)
  await database.query(`grant select on ${database.name}.* to '${user}'@'%'`)
  try {
    await use(user)
  } finally {
    await database.query(`drop user '${user}'@'%'`)
  }
}

test('a user with REQUIRE SSL behind a tunnel gets TLS, or is told of it where the server has none', async () => {
  await using database = await mysqlDatabase()
  const offersTls = (await ownAuthority(database)) !== undefined
  await withTlsUser(database, async (user) => {
    const right = await outcome(database.url, { credentials: { user, password: 'right' } })
    expect(right).toMatch(offersTls ? /^TLSv1/ : /REQUIRE SSL/)
    const wrong = await outcome(database.url, { credentials: { user, password: 'wrong' } })
    expect(wrong).toContain('the user or password was refused')
  })
  expect(await outcome(database.url, {})).toBe('plain')
})

test('a certificate is checked when it is asked for; what does not fit is named', async () => {
  await using database = await mysqlDatabase()
  const authority = await ownAuthority(database)
  const byName = { host: 'localhost', tls: 'verify' } as const
  const untrusted = await outcome(database.url, byName)
  const trusted = await outcome(database.url, { ...byName, ca: authority === undefined ? [] : [authority] })
  // MySQL's own certificate is for no host; a MariaDB that was given none offers no TLS.
  expect(untrusted).toMatch(authority === undefined ? /offers no TLS/ : /TLS failed.*its authority is "MySQL_Server_/)
  expect(trusted).toMatch(authority === undefined ? /offers no TLS/ : /TLS failed.*localhost.*MySQL_Server_/)
})

test('behind a tunnel an authority that is given is checked, and the name of the host is not', async () => {
  await using database = await mysqlDatabase()
  const authority = await ownAuthority(database)
  await withTlsUser(database, async (user) => {
    const credentials = { user, password: 'right' }
    const found = await outcome(database.url, { credentials, ca: authority === undefined ? [] : [authority] })
    expect(found).toMatch(authority === undefined ? /REQUIRE SSL/ : /^TLSv1/)
  })
})
