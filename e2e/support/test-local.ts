import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import { runName } from '@hourglass/contracts/names'
import type { RunInput, TableOutcome } from '@hourglass/contracts/steps'
import { type RunProgress, runProgress, type TableProgress } from '@hourglass/cloud/progress'
import { getRun, startRun } from '@hourglass/cloud/runs'
import { type Local, startLocal } from '@hourglass/local/start-local'
import type { TestDatabase } from '@hourglass/testing/databases'
import { type TestDatabases, testDatabases } from './databases.ts'
import { synthesizedOnce } from './shared.ts'

/** Milliseconds between two looks at a run. */
const EVERY_MS = 50
/** How much faster than real time the cloud's clock goes while {@link TestLocal.endedSkippingWaits} waits. */
const SPEED = 20

/** The whole cloud for one test file, on throwaway databases. */
export interface TestLocal extends AsyncDisposable {
  readonly local: Local
  /** Where it keeps everything: objects, logs, executions. */
  readonly folder: string
  readonly mysql: TestDatabase
  readonly postgres: TestDatabase
  /** Starts a run and waits until it has ended. */
  run(input?: Partial<RunInput>): Promise<RunProgress>
  /** Starts a run and leaves it running; returns its name. */
  start(input?: Partial<RunInput>): Promise<string>
  look(run: string): Promise<RunProgress>
  /** Waits until a run has ended. */
  ended(run: string): Promise<RunProgress>
  /** The same with the cloud's clock twenty times as fast, because the state machine waits between its retries. */
  endedSkippingWaits(run: string): Promise<RunProgress>
}

export interface TestLocalOptions {
  /** Catalog folder; default: the demo's. */
  readonly catalog?: string
  /** Synthesized output to run instead, e.g. an edited copy. */
  readonly synthesized?: string
  /** Databases that outlive this cloud; default: its own, dropped with it. */
  readonly databases?: TestDatabases
  /** Changes the URL by which workers reach MySQL, e.g. to go through a proxy. */
  readonly throughSource?: (url: string) => string
  readonly s3MaxBytes?: number
}

export async function testLocal(options: TestLocalOptions = {}): Promise<TestLocal> {
  const through = options.throughSource ?? ((url: string) => url)
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-e2e-'))
  const databases = options.databases ?? (await testDatabases())
  const dispose = async () => {
    if (!options.databases) await databases[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { mysql, postgres, readerUrl, loaderUrl } = databases
    const local = await startLocal({
      folder,
      synthesized: options.synthesized ?? (await synthesizedOnce(options.catalog)),
      scheduleEnabled: false,
      announce: false,
      onProgress: () => undefined,
      ...(options.s3MaxBytes === undefined ? {} : { s3MaxBytes: options.s3MaxBytes }),
      openDatabases: async () => ({
        source: { server: { kind: 'embedded' }, adminUrl: mysql.url, workerUrl: through(readerUrl) },
        target: { server: { kind: 'embedded' }, adminUrl: postgres.url, workerUrl: loaderUrl },
        stop: async () => undefined,
      }),
    })
    const start = async (input: Partial<RunInput> = {}) => {
      const now = new Date()
      const run = runName(now, randomBytes(4).toString('hex'))
      await startRun(local.cloud, run, { scheduledAt: now.toISOString(), ...input })
      return run
    }
    const look = async (run: string) => runProgress(local.cloud, await getRun(local.cloud, run))
    const ended = async (run: string, step: () => Promise<void> = async () => undefined) => {
      for (;;) {
        if ((await getRun(local.cloud, run)).status !== 'RUNNING') return look(run)
        await step()
        await sleep(EVERY_MS)
      }
    }
    return {
      local,
      folder,
      mysql,
      postgres,
      start,
      look,
      ended: (run) => ended(run),
      endedSkippingWaits: (run) => ended(run, () => local.aws.clock.advance(EVERY_MS * SPEED)),
      run: async (input) => ended(await start(input)),
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
