import { startTestServers } from './test-servers.ts'
import { TEST_MYSQL_URL, TEST_POSTGRES_URL } from './server-urls.ts'

/**
 * Global setup of the vitest project `db`. The root `test` command starts the servers for all packages; when a package
 * is tested alone they are started here, once for that vitest run, and stopped at its end.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[TEST_MYSQL_URL] && process.env[TEST_POSTGRES_URL]) return undefined
  const servers = await startTestServers((line) => process.stderr.write(`${line}\n`))
  Object.assign(process.env, servers.env) // workers are started after this and inherit it
  return async () => {
    const leaked = await servers.leaked()
    await servers.stop()
    if (leaked.length > 0) throw new Error(leakMessage(leaked))
  }
}

/** What to say of test databases that are still there when the tests have ended. */
export function leakMessage(names: readonly string[]): string {
  return `${names.length} test database(s) were not dropped: ${names.join(', ')}. Make them with "await using"`
}
