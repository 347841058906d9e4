import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RunProgress, runProgress } from '@hourglass/cloud/progress'
import { getRun, startRun } from '@hourglass/cloud/runs'
import { startDatabases } from '@hourglass/local/databases'
import { type Local, startLocal } from '@hourglass/local/start-local'
import { runName } from '@hourglass/contracts/names'
import type { RunInput } from '@hourglass/contracts/steps'

/** A cloud on servers of its own, for one measurement. */
export interface BenchLocal extends AsyncDisposable {
  readonly local: Local
  /** Runs the hourly job to its end. @throws Error when a table failed */
  run(input: Partial<RunInput>): Promise<RunProgress>
}

/** How parts get into Postgres: through the load worker, or pulled by the server as on RDS. */
export type LoadWay = 'copy' | 'aws_s3'

export async function benchLocal(loadWith: LoadWay, catalog?: string): Promise<BenchLocal> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-bench-'))
  try {
    const local = await startLocal({
      folder,
      scheduleEnabled: false,
      announce: false,
      onProgress: () => undefined,
      ...(catalog === undefined ? {} : { catalog }),
      openDatabases: async () => {
        const name = `hourglass_demo_bench_${randomBytes(4).toString('hex')}`
        const databases = await startDatabases({ folder, temporary: true, name, onProgress: () => undefined })
        // Only a server of ours has the function that pulls parts; one that is not loads through the worker.
        return loadWith === 'aws_s3'
          ? databases
          : { ...databases, target: { ...databases.target, server: { kind: 'external' } } }
      },
    })
    return {
      local,
      run: (input) => finished(local, input),
      async [Symbol.asyncDispose]() {
        await local.stop()
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true })
    throw thrown
  }
}

async function finished({ cloud }: Local, input: Partial<RunInput>): Promise<RunProgress> {
  const now = new Date()
  const name = runName(now, randomBytes(4).toString('hex'))
  await startRun(cloud, name, { scheduledAt: now.toISOString(), ...input })
  for (;;) {
    const run = await getRun(cloud, name)
    if (run.status === 'SUCCEEDED') return runProgress(cloud, run)
    if (run.status !== 'RUNNING') throw new Error(`the run failed: ${run.error}: ${run.cause}`)
    await sleep(50)
  }
}
