import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Worker processes of this test that run a function now, by its name's end: `extract`. Linux only. */
function workersOf(worker: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isWorker(pid, worker))
}

function isWorker(pid: number, worker: string): boolean {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    if (Number(parent) !== process.pid) return false
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`AWS_LAMBDA_FUNCTION_NAME=hourglass-local-${worker}\0`)
  } catch {
    return false
  }
}

/** Waits until `condition` holds. Fails after 30 seconds, naming `what` was waited for. */
export async function until<T>(what: string, condition: () => Promise<T | false> | T | false): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    const held = await condition()
    if (held !== false) return held
    await sleep(20)
  }
  throw new Error(`waited 30 s for ${what}`)
}

/** Kills every worker process of one function, at once. */
export function kill(worker: string): number {
  const pids = workersOf(worker)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  return pids.length
}
