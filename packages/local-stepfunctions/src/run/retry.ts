import type { Catcher, Retrier } from '../language/definition.ts'
import type { StateFailure } from '../language/failure.ts'

// Failures that no retrier and no catcher can match by States.ALL (error-handling page).
const BEYOND_ALL: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded'])

/**
 * Milliseconds to wait before the next attempt, or undefined when no retrier applies or its attempts are spent.
 * `counts` says how often each retrier was used, by its number; the one that applies is counted.
 */
export function nextRetryDelay(
  retriers: readonly Retrier[],
  failure: StateFailure,
  counts: number[],
): number | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure))
  const retrier = retriers[index]
  if (retrier === undefined) return undefined
  const used = counts[index] ?? 0
  if (used >= (retrier.MaxAttempts ?? 3)) return undefined
  while (counts.length <= index) counts.push(0)
  counts[index] = used + 1
  const delay = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used
  const seconds = Math.min(delay, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY)
  return 1000 * (retrier.JitterStrategy === 'FULL' ? seconds * Math.random() : seconds)
}

/** Number of the first catcher that takes the failure; -1 when none does. */
export function matchingCatcher(catchers: readonly Catcher[], failure: StateFailure): number {
  return catchers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure))
}

function matches(names: readonly string[], failure: StateFailure): boolean {
  const error = failure.error
  return names.some((name) => {
    if (name === error) return name !== 'States.Runtime'
    // A missed heartbeat is a timeout too (error-handling page).
    if (failure.isHeartbeat && (name === 'States.Timeout' || name === 'States.HeartbeatTimeout')) return true
    if (name === 'States.ALL') return error === undefined || !BEYOND_ALL.has(error) || failure.fromTask
    return (
      name === 'States.TaskFailed' &&
      error !== 'States.Timeout' &&
      !failure.isHeartbeat &&
      (error === undefined || !BEYOND_ALL.has(error))
    )
  })
}
