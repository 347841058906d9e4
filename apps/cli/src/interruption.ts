import { constants } from 'node:os'
import { HourglassError } from '@hourglass/core/errors'

/** Somebody pressed Ctrl-C, or the process was told to end. Not a failure: everything is stopped, nothing is printed. */
export class InterruptedError extends HourglassError {
  /** As shells report a process that a signal ended: 130 for Ctrl-C, 143 for SIGTERM, 129 for a closed terminal. */
  readonly exitCode: number

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`)
    this.name = 'InterruptedError'
    this.exitCode = 128 + constants.signals[signal]
  }
}

/** Ctrl-C and termination, as commands see them. */
export interface Interruption {
  /** Aborted with an {@link InterruptedError} as its reason. */
  readonly signal: AbortSignal
  /** What `work` gives, unless an interruption comes first: then rejects at once, and `work` is left to itself. */
  race<T>(work: Promise<T>): Promise<T>
}

/** Longest that stopping may take before the process ends all the same, in milliseconds. */
const STOPPING_MS = 25_000
/** The terminal, pnpm and npx may each pass the same Ctrl-C on; a second one is meant only after this time. */
const SAME_MS = 1_500

/** Listens for signals from now on. A second Ctrl-C, or stopping that takes too long, ends the process at once. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController()
  let first = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const interrupted = new InterruptedError(signal)
      if (controller.signal.aborted) {
        // Servers and workers notice that this process is gone, and end.
        if (performance.now() - first > SAME_MS) process.exit(interrupted.exitCode)
        return
      }
      first = performance.now()
      setTimeout(() => process.exit(interrupted.exitCode), STOPPING_MS).unref()
      controller.abort(interrupted)
    })
  }
  return interruptionOf(controller.signal)
}

/** An interruption that comes when `signal` is aborted. */
export function interruptionOf(signal: AbortSignal): Interruption {
  const interrupted = new Promise<never>((_, reject) => {
    // Whoever aborts gives an InterruptedError as the reason.
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  interrupted.catch(() => undefined) // nobody may be racing when it comes
  return { signal, race: (work) => Promise.race([work, interrupted]) }
}
