import type { Cancel, Clock } from '@hourglass/local-stepfunctions/clock/clock'

/** How long a service tries to deliver. */
export interface RetryPolicy {
  readonly maximumAgeSeconds: number
  /** Tries after the first one. */
  readonly maximumRetries: number
}

/** What EventBridge does unless told otherwise, for rules and schedules alike. */
export const DEFAULT_RETRY: RetryPolicy = { maximumAgeSeconds: 86_400, maximumRetries: 185 }

/** Why something was given up. */
export interface Undelivered {
  readonly error: unknown
  readonly retries: number
  /** Undefined where another try could not have helped. */
  readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined
}

/** Waits between two tries double from one second up to this. The service does not tell its own. */
const LONGEST_WAIT_MS = 600_000

/**
 * Errors that pass. What is forbidden or not there is given up at once.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
const PASSING = /throttl|toomanyrequests|limitexceeded|unavailable|internal|serviceexception|timeout/i

/** Delivers on a clock, with retries. */
export class Deliveries {
  private readonly clock: Clock
  private readonly timers = new Set<Cancel>()

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Tries until `attempt`, which gets the number of the try from 1, succeeds. Gives the reason when it gives up. */
  async deliver(attempt: (number: number) => Promise<void>, policy: RetryPolicy): Promise<Undelivered | undefined> {
    const startedAt = this.clock.now()
    for (let retries = 0; ; retries += 1) {
      try {
        await attempt(retries + 1)
        return undefined
      } catch (error) {
        if (!(error instanceof Error && PASSING.test(error.name))) return { error, retries, exhausted: undefined }
        if (retries >= policy.maximumRetries) return { error, retries, exhausted: 'MaximumRetryAttempts' }
        const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** retries)
        if (this.clock.now() + wait - startedAt > policy.maximumAgeSeconds * 1000) {
          return { error, retries, exhausted: 'MaximumEventAgeInSeconds' }
        }
        await this.pause(wait)
      }
    }
  }

  /** What waits for another try is dropped. */
  stop(): void {
    for (const cancel of this.timers) cancel()
    this.timers.clear()
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.clock.setTimeout(() => {
        this.timers.delete(cancel)
        resolve()
      }, ms)
      this.timers.add(cancel)
    })
  }
}

/** What both dead-letter formats tell of a failure, by name of the message attribute. */
export function failureAttributes({ error, retries, exhausted }: Undelivered): Record<string, string> {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  return {
    ERROR_CODE: name,
    ERROR_MESSAGE: message.slice(0, 1024),
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  }
}
