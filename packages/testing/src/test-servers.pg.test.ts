import { randomBytes } from 'node:crypto'
import { createOwnedDatabase, dropOwnedDatabase } from '@hourglass/databases/owned-database'
import { expect, test, vi } from 'vitest'
import { TEST_MYSQL_URL, TEST_POSTGRES_URL } from './server-urls.ts'
import { startTestServers } from './test-servers.ts'

test('reports the test databases that were left behind, on both servers', async () => {
  const servers = await startTestServers(() => {})
  try {
    const urls = [servers.env[TEST_MYSQL_URL] ?? '', servers.env[TEST_POSTGRES_URL] ?? '']
    const leaks = urls.map((url) => ({ url, name: `hourglass_test_leak_${randomBytes(4).toString('hex')}` }))
    for (const { url, name } of leaks) await createOwnedDatabase(url, name)
    expect(await servers.leaked()).toEqual(expect.arrayContaining(leaks.map(({ name }) => name)))
    for (const { url, name } of leaks) await dropOwnedDatabase(url, name)
    for (const { name } of leaks) expect(await servers.leaked()).not.toContain(name)
  } finally {
    await servers.stop()
  }
})

test('fails when one server can not be had, and stops the other', async () => {
  vi.stubEnv('HOURGLASS_MYSQL_URL', 'mysql://someone:secret@127.0.0.1:1')
  try {
    await expect(startTestServers(() => {})).rejects.toThrow('MySQL at 127.0.0.1:1 (from HOURGLASS_MYSQL_URL)')
  } finally {
    vi.unstubAllEnvs()
  }
})
