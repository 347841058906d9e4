/** Stops a timer that has not fired yet; harmless afterwards. */
export type Cancel = () => void

/** All time the engine knows. Waits, timeouts, retries and timestamps go through one of these. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /**
   * Runs `fn` once, `ms` milliseconds from now by this clock. Nobody waits for a limit, so a virtual clock does not
   * jump to it unless something else is due.
   */
  setTimeout(fn: () => void, ms: number, kind?: 'limit'): Cancel
  /**
   * Tells a virtual clock that work which takes real time (a file read, a network call) is under way, so that it
   * must not jump. Returns the function that ends the hold. Absent on clocks that follow real time.
   */
  hold?(): Cancel
}

/** Awaits real-time work while a virtual clock stands still. */
export async function whileHeld<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const release = clock.hold?.()
  try {
    return await work()
  } finally {
    release?.()
  }
}
