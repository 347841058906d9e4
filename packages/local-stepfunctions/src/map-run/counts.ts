import type { JsonObject } from '../language/json.ts'

/** State of a child of a Map Run. `PENDING` has not started; `PENDING_REDRIVE` waits for its turn in a redrive. */
export type ChildStatus = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE'

const FIELD: Readonly<Record<ChildStatus, CountField>> = {
  PENDING: 'pending',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timedOut',
  ABORTED: 'aborted',
  PENDING_REDRIVE: 'pendingRedrive',
}

type CountField = 'pending' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'pendingRedrive'

/** `itemCounts` or `executionCounts` of DescribeMapRun. */
export class Counts {
  pending = 0
  running = 0
  succeeded = 0
  failed = 0
  timedOut = 0
  aborted = 0
  total = 0
  resultsWritten = 0
  failuresNotRedrivable = 0
  pendingRedrive = 0

  /** New work of `amount`, not started yet. */
  add(amount: number): void {
    this.total += amount
    this.pending += amount
  }

  /** Moves `amount` from one status to another. */
  move(amount: number, from: ChildStatus, to: ChildStatus): void {
    this[FIELD[from]] -= amount
    this[FIELD[to]] += amount
  }

  /** As the API shows it. */
  toJson(): JsonObject {
    const { pending, running, succeeded, failed, timedOut, aborted, total } = this
    const { resultsWritten, failuresNotRedrivable, pendingRedrive } = this
    return {
      pending,
      running,
      succeeded,
      failed,
      timedOut,
      aborted,
      total,
      resultsWritten,
      failuresNotRedrivable,
      pendingRedrive,
    }
  }
}
