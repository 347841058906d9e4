import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMariaDb } from '@hourglass/databases/mariadb'

/** A MariaDB of one test's own, for what a shared server cannot show: system time zone, global settings, a restart. */
export interface OwnMysql extends AsyncDisposable {
  /** URL with an administrator's rights, without a database. The port changes when it is restarted. */
  url(): string
  /** Stops it properly and starts it on the same data. */
  restart(): Promise<void>
}

/** Starts it; make it with `await using`. `timeZone` is the system time zone (`TZ`), default UTC. */
export async function ownMysql(timeZone = 'UTC'): Promise<OwnMysql> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-test-mysql-'))
  let server = await startMariaDb({ folder, timeZone })
  return {
    url: () => server.url,
    async restart() {
      await server.stop()
      server = await startMariaDb({ folder, timeZone })
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
