import { setTimeout as sleep } from 'node:timers/promises'
import { liveMoment } from '@hourglass/candidate-experience/data/live'
import { messageOf } from '@hourglass/core/errors'
import type { Output } from '../output.ts'
import { formatCount } from '../render/format.ts'
import { withConnection } from './source-data.ts'

/** Milliseconds between two moments of work. */
const EVERY_MS = 2_000
/** Milliseconds before the next try when MySQL refused one. */
const RETRY_MS = 10_000

/** Work at the source that goes on beside everything else. */
export interface LiveWork {
  /** Ends it, and says what was done. */
  stop(): Promise<void>
}

/** Lets the demo's application send surveys and record responses in that MySQL, moment by moment, until it is stopped. */
export function startLiveWork(mysqlUrl: string, output: Output): LiveWork {
  const stopping = new AbortController()
  const done = { sent: 0, completed: 0 }
  const working = work(mysqlUrl, output, stopping.signal, done)
  return {
    async stop() {
      stopping.abort()
      await working
      output.note(
        `live: ${formatCount(done.sent)} surveys were sent and ${formatCount(done.completed)} responses completed`,
      )
    },
  }
}

async function work(
  mysqlUrl: string,
  output: Output,
  signal: AbortSignal,
  done: { sent: number; completed: number },
): Promise<void> {
  // Another seed at each start, so that a restart does not repeat the same hour.
  const seed = Date.now() % 2 ** 31
  for (let moment = 0; !signal.aborted; ) {
    try {
      await withConnection(mysqlUrl, async (connection) => {
        while (!signal.aborted) {
          const { sent, completed } = await liveMoment(connection, seed, moment)
          moment += 1
          done.sent += sent
          done.completed += completed
          await pause(EVERY_MS, signal)
        }
      })
    } catch (thrown) {
      output.note(`live: MySQL took no work, trying again in ${RETRY_MS / 1000} s: ${messageOf(thrown)}`)
      await pause(RETRY_MS, signal)
    }
  }
}

/** Waits, or returns at once when it is stopped. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
