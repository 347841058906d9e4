import { type TestDatabase, postgresDatabase } from '@hourglass/testing/databases'
import type { Target } from '@hourglass/contracts/target-port'
import type { TargetOptions } from '../src/connection/options.ts'
import { createTarget } from '../src/target.ts'

/** A database and a target on it, closed together. */
export interface TestTarget extends AsyncDisposable {
  readonly db: TestDatabase
  readonly target: Target
  /** Another target on the same database, as another worker would have. */
  another(options?: Partial<TargetOptions>): Target
}

/** A throwaway database with the control schema. */
export async function testTarget(options: Partial<TargetOptions> = {}): Promise<TestTarget> {
  const db = await postgresDatabase()
  const made: Target[] = []
  const another = (more: Partial<TargetOptions> = {}) => {
    const target = createTarget({ ...optionsFor(db.url), ...options, ...more })
    made.push(target)
    return target
  }
  const target = another()
  const dispose = async () => {
    await Promise.all(made.map((one) => one.close()))
    await db[Symbol.asyncDispose]()
  }
  try {
    await target.migrate()
  } catch (error) {
    await dispose()
    throw error
  }
  return { db, target, another, [Symbol.asyncDispose]: dispose }
}

/** Options that reach the database of a URL. */
export function optionsFor(url: string): TargetOptions {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    credentials: { user: username, password },
    tls: 'off',
    loadWith: 'copy',
    region: 'eu-central-1',
    applicationName: 'hourglass-test',
    maxConnections: 4,
    lockSeconds: 1,
  }
}
