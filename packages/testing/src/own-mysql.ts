import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSourceServer } from '@hourglass/databases/source-server'
import { testSourceProduct } from './server-urls.ts'

/** A MariaDB or MySQL (HOURGLASS_TEST_SOURCE) of one test's own, for what a shared server cannot show: system time zone, global settings, a restart. */
export interface OwnMysql extends AsyncDisposable {
  /** URL with an administrator's rights, without a database. The port changes when it is restarted. */
  url(): string
  /** Stops it properly and starts it on the same data. */
  restart(): Promise<void>
}

/**
 * Starts it; make it with `await using`. `timeZone` is the system time zone (`TZ`), default UTC; `settings` are server
 * variables that only a start can set, with dashes.
 */
export async function ownMysql(
  timeZone = 'UTC',
  settings: Readonly<Record<string, string | number>> = {},
): Promise<OwnMysql> {
  const product = testSourceProduct()
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-test-mysql-'))
  let server = await startSourceServer({ folder, timeZone, product, settings })
  return {
    url: () => server.url,
    async restart() {
      await server.stop()
      server = await startSourceServer({ folder, timeZone, product, settings })
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
