import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { runName } from '@hourglass/contracts/names'
import type { RunInput, TableOutcome } from '@hourglass/contracts/steps'
import { type RunProgress, runProgress, type TableProgress } from '@hourglass/cli/cloud/progress'
import { getRun, startRun } from '@hourglass/cli/cloud/runs'
import { createMysqlReader, createPostgresLoader } from '@hourglass/cli/local/database-users'
import { type Local, startLocal } from '@hourglass/cli/local/start-local'
import { createOutput } from '@hourglass/cli/output'
import { watchRun } from '@hourglass/cli/watch-run'
import { mysqlDatabase, postgresDatabase, type TestDatabase } from '@hourglass/testing/databases'

/** The whole cloud for one test file, on throwaway databases. */
export interface TestLocal extends AsyncDisposable {
  readonly local: Local
  readonly mysql: TestDatabase
  readonly postgres: TestDatabase
  /** Starts a run and waits until it has ended. */
  run(input?: Partial<RunInput>): Promise<RunProgress>
  /** Starts a run and leaves it running; returns its name. */
  start(input?: Partial<RunInput>): Promise<string>
  look(run: string): Promise<RunProgress>
}

const output = createOutput(true)

export interface TestLocalOptions {
  /** Catalog folder; default: the repository's own. */
  readonly catalog?: string
  /** Changes the URL by which workers reach MySQL, e.g. to go through a proxy. */
  readonly throughSource?: (url: string) => string
  readonly s3MaxBytes?: number
}

export async function testLocal(options: TestLocalOptions = {}): Promise<TestLocal> {
  const through = options.throughSource ?? ((url: string) => url)
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-e2e-'))
  const mysql = await mysqlDatabase()
  const postgres = await postgresDatabase()
  const dispose = async () => {
    await mysql[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const local = await startLocal({
      folder,
      scheduleEnabled: false,
      announce: false,
      onProgress: () => undefined,
      ...(options.catalog === undefined ? {} : { catalog: options.catalog }),
      ...(options.s3MaxBytes === undefined ? {} : { s3MaxBytes: options.s3MaxBytes }),
      openDatabases: async () => ({
        source: {
          server: { kind: 'embedded' },
          adminUrl: mysql.url,
          workerUrl: through(await createMysqlReader(mysql.url, `reader_${mysql.name.slice(-12)}`)),
        },
        target: {
          server: { kind: 'embedded' },
          adminUrl: postgres.url,
          workerUrl: await createPostgresLoader(postgres.url, `loader_${postgres.name.slice(-12)}`),
        },
        stop: async () => undefined,
      }),
    })
    const start = async (input: Partial<RunInput> = {}) => {
      const now = new Date()
      const run = runName(now, randomBytes(4).toString('hex'))
      await startRun(local.cloud, run, { scheduledAt: now.toISOString(), ...input })
      return run
    }
    return {
      local,
      mysql,
      postgres,
      start,
      run: async (input) => watchRun(local.cloud, await start(input), output),
      look: async (run) => runProgress(local.cloud, await getRun(local.cloud, run)),
      async [Symbol.asyncDispose]() {
        await local.stop()
        await dispose()
      },
    }
  } catch (thrown) {
    await dispose()
    throw thrown
  }
}

/** The outcome of one table of a run. Fails when it has none. */
export function outcomeOf(progress: RunProgress, table: string): TableOutcome {
  const { outcome } = tableOf(progress, table)
  if (!outcome) throw new Error(`table ${table} of run ${progress.run.name} has no outcome`)
  return outcome
}

export function tableOf(progress: RunProgress, table: string): TableProgress {
  const found = progress.tables.find((each) => each.table === table)
  if (!found) throw new Error(`run ${progress.run.name} has no table ${table}`)
  return found
}
