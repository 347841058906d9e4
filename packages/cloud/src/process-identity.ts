import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** One process, told apart from a later one that was given the same number. */
export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** Clock ticks since boot at its start, from /proc; '' where the system has no /proc. */
  startedTicks: z.string(),
})
export type ProcessIdentity = z.infer<typeof processIdentity>

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedTicks: startedTicks(process.pid) }
}

export function isRunning({ pid, startedTicks: ticks }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // EPERM: it runs, as another user.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) return false
  }
  return ticks === '' || startedTicks(pid) === ticks
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold blanks, so counting starts after its bracket. */
function startedTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
