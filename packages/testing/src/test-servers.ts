import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSourceServer } from '@hourglass/databases/source-server'
import { openAdmin } from '@hourglass/databases/owned-database'
import { startPostgres } from '@hourglass/databases/postgres'
import { TEST_MYSQL_URL, TEST_POSTGRES_URL, testSourceProduct } from './server-urls.ts'

/** One MariaDB or MySQL and one Postgres for a whole test run. */
export interface TestServers {
  /** Environment for the processes that run tests. */
  readonly env: Readonly<Record<string, string>>
  /** Test databases that no test dropped: a leak, to be reported as a failure. */
  leaked(): Promise<string[]>
  stop(): Promise<void>
}

/**
 * Starts both servers in a temporary folder (HOURGLASS_TEST_SOURCE says which source), or takes those that HOURGLASS_MYSQL_URL and HOURGLASS_POSTGRES_URL name.
 * @throws ServerStartError, ExternalServerError
 */
export async function startTestServers(onProgress: (line: string) => void): Promise<TestServers> {
  const product = testSourceProduct()
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-test-'))
  const options = { folder, temporary: true, onProgress }
  const [mysql, postgres] = await Promise.allSettled([
    startSourceServer({ ...options, product, externalUrl: process.env['HOURGLASS_MYSQL_URL'] }),
    startPostgres({ ...options, externalUrl: process.env['HOURGLASS_POSTGRES_URL'] }),
  ])
  const stop = async () => {
    const started = [mysql, postgres].flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    await Promise.all(started.map((server) => server.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  if (mysql.status === 'rejected' || postgres.status === 'rejected') {
    await stop()
    const failed = [mysql, postgres].find((one) => one.status === 'rejected')
    throw failed?.reason
  }
  const urls = [mysql.value.url, postgres.value.url]
  const before = new Set(await testDatabases(urls))
  return {
    env: { [TEST_MYSQL_URL]: mysql.value.url, [TEST_POSTGRES_URL]: postgres.value.url },
    leaked: async () => (await testDatabases(urls)).filter((name) => !before.has(name)),
    stop,
  }
}

async function testDatabases(urls: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (const url of urls) {
    await using admin = await openAdmin(url)
    names.push(...(await admin.list('hourglass_test')))
  }
  return names
}
