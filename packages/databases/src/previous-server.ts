import { readFile, readlink } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 100

/**
 * Waits while a server of an earlier start still stops on the data folder: its starter was killed, and its supervisor
 * gives it time to end in order. Gives up after `timeoutMs` milliseconds; the new server then says what is wrong.
 *
 * @param pidFile the server's own; its first line is the process id
 */
export async function untilPreviousStopped(data: string, pidFile: string, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline && (await runsIn(data, await pidIn(pidFile)))) await delay(POLL_MS)
}

async function pidIn(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return Number.parseInt(text, 10)
}

/** A server works in its data folder; another process that was given the same number does not. */
async function runsIn(data: string, pid: number): Promise<boolean> {
  if (!Number.isInteger(pid)) return false
  try {
    process.kill(pid, 0)
    return (await readlink(`/proc/${pid}/cwd`)) === data
  } catch {
    return false
  }
}
