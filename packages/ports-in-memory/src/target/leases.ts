import { InvalidInputError } from '@hourglass/contracts/errors'
import type { LeaseAnswer, LeaseRequest } from '@hourglass/contracts/target/leases'
import type { RunClosing, RunLeases } from '@hourglass/contracts/target/run-leases'
import type { LeaseRenewal, TableLeases } from '@hourglass/contracts/target/table-leases'
import type { Clock } from '@hourglass/core/clock'

interface Run {
  readonly run: string
  readonly hour: string
  state: string
}

interface Held {
  readonly run: string
  /** Milliseconds. */
  readonly until: number
}

/** Leases of runs and tables, and what a test may look at. */
export interface MemoryLeases extends RunLeases, RunClosing, TableLeases, LeaseRenewal {
  /** `running` or how it was finished; null for a run that never had its hour. */
  stateOf(run: string): string | null
  /** The run that has the table's lease, expired or not. */
  holderOf(target: string): string | null
}

/** @param clock by which leases of tables run out */
export function memoryLeases(clock: Clock): MemoryLeases {
  const runs = new Map<string, Run>()
  const tables = new Map<string, Held>()
  const now = () => clock.now().getTime()
  const hold = (target: string, { run, seconds }: LeaseRequest) =>
    void tables.set(target, { run, until: now() + seconds * 1000 })
  const free = (run: string) => {
    for (const [target, held] of tables) if (held.run === run) tables.delete(target)
  }

  return {
    async leaseRun(run, scheduledAt): Promise<LeaseAnswer> {
      const hour = new Date(scheduledAt).toISOString()
      const known = runs.get(run)
      if (known && known.hour !== hour) {
        throw new InvalidInputError(`run "${run}" is already the run of ${known.hour}, not of ${scheduledAt}`)
      }
      const holder = [...runs.values()].find((other) => other.hour === hour)
      if (holder && holder.run !== run) return { held: false, by: holder.run, until: `for good (${holder.state})` }
      runs.set(run, { run, hour, state: 'running' })
      return { held: true }
    },
    async finishRun(run, state) {
      const known = runs.get(run)
      if (known) known.state = state
      free(run)
    },
    async leaseTable({ target }, request): Promise<LeaseAnswer> {
      const held = tables.get(target)
      if (held && held.run !== request.run && held.until > now()) {
        return { held: false, by: held.run, until: new Date(held.until).toISOString() }
      }
      hold(target, request)
      return { held: true }
    },
    async releaseTable({ target }, run) {
      if (tables.get(target)?.run === run) tables.delete(target)
    },
    async renewTable({ target }, request) {
      if (tables.get(target)?.run !== request.run) return false
      hold(target, request)
      return true
    },
    stateOf: (run) => runs.get(run)?.state ?? null,
    holderOf: (target) => tables.get(target)?.run ?? null,
  }
}
