import { setTimeout as sleep } from 'node:timers/promises'
import type { RunProgress } from '@hourglass/cloud/progress'
import { latestRuns } from '@hourglass/cloud/runs'
import { OperatorError } from '@hourglass/cloud/errors'
import type { Local } from '@hourglass/local/start-local'
import type { Output } from '../output.ts'
import { watchRun } from '../watch-run.ts'

const HOUR_MS = 3_600_000
/** How long the schedule may take to start a run once its time has come, in milliseconds. */
const SCHEDULE_MS = 15_000

/** Moves the clock to the next full hour, where the synthesized schedule starts a run, and follows that run. */
export async function nextHour(local: Local, output: Output): Promise<RunProgress> {
  const before = new Set(await latestRuns(local.cloud, 10))
  await local.aws.clock.advance(HOUR_MS - (local.aws.clock.now() % HOUR_MS))
  const run = await newRun(local, before)
  return watchRun(local.cloud, run, output, () => new Date(local.aws.clock.now()))
}

/** What the clock on the wall would say, e.g. `09:00`. */
export function hourOf(progress: RunProgress): string {
  return progress.run.startedAt.toISOString().slice(11, 16)
}

async function newRun(local: Local, before: ReadonlySet<string>): Promise<string> {
  for (let waited = 0; waited < SCHEDULE_MS; waited += 100) {
    const started = (await latestRuns(local.cloud, 10)).find((name) => !before.has(name))
    if (started !== undefined) return started
    await sleep(100)
  }
  throw new OperatorError('the schedule started no run; this is a mistake in Hourglass, please report it')
}
