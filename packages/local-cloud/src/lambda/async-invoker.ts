import { randomUUID } from 'node:crypto'
import type { Cancel, Clock } from '@hourglass/local-stepfunctions/clock/clock'
import type { FunctionModel } from '../stack/model/model.ts'
import type { AsyncEnd, AsyncEvent } from './async-record.ts'
import { LambdaError, messageOf } from './errors.ts'
import { EVENT_LIMIT_BYTES } from './invocation.ts'
import { checkPayload, type LambdaRuntime } from './lambda-runtime.ts'

/*
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */

/** Waits before the second and the third try of an event that the function failed on. */
const RETRY_DELAYS_MS = [60_000, 120_000]
/** A throttled event waits one second, then twice as long each time, up to this. */
const LONGEST_THROTTLE_MS = 300_000

/** Told how each event ended. */
export type OnAsyncEnd = (event: AsyncEvent, end: AsyncEnd) => void

interface Progress {
  readonly event: AsyncEvent
  /** Tries that the function failed on, and tries that were throttled. */
  readonly failures: number
  readonly throttles: number
}

/** Runs asynchronous invocations (InvocationType Event): failed ones again, as often and as long as the function says. */
export class AsyncInvoker {
  private readonly runtime: LambdaRuntime
  private readonly clock: Clock
  private readonly onEnd: OnAsyncEnd
  private readonly timers = new Set<Cancel>()

  constructor(runtime: LambdaRuntime, clock: Clock, onEnd: OnAsyncEnd) {
    this.runtime = runtime
    this.clock = clock
    this.onEnd = onEnd
  }

  /**
   * Takes an event and returns at once.
   * @throws LambdaError when the function does not exist or the payload cannot be taken
   */
  send(functionName: string, payload: string, qualifier?: string): { readonly requestId: string } {
    const { model, version } = this.runtime.resolve(functionName, qualifier)
    const requestId = randomUUID()
    const event = {
      model,
      version,
      requestId,
      payload: checkPayload(payload, EVENT_LIMIT_BYTES),
      receivedAt: this.clock.now(),
    }
    void this.attempt({ event, failures: 0, throttles: 0 })
    return { requestId }
  }

  stop(): void {
    for (const cancel of this.timers) cancel()
    this.timers.clear()
  }

  private async attempt(progress: Progress): Promise<void> {
    const { event, failures, throttles } = progress
    const { model, version, payload } = event
    const tries = failures + throttles + 1
    try {
      const {
        functionError,
        payload: response,
        record,
      } = await this.runtime.invoke({
        functionName: model.name,
        qualifier: version,
        payload,
      })
      if (functionError === undefined) {
        this.onEnd(event, { condition: 'Success', response, problem: undefined, tries })
        return
      }
      const end = { response, problem: record.errorType ?? functionError, tries }
      const delay = failures < model.async.retries ? RETRY_DELAYS_MS[failures] : undefined
      if (delay === undefined) this.onEnd(event, { condition: 'RetriesExhausted', ...end })
      else this.later({ event, failures: failures + 1, throttles }, delay, end)
    } catch (error) {
      const end = { response: undefined, problem: error instanceof LambdaError ? error.name : messageOf(error), tries }
      // A function that may not run at all gets nothing again.
      if (model.reservedConcurrency === 0) this.onEnd(event, { condition: 'ZeroReservedConcurrency', ...end })
      else this.later({ event, failures, throttles: throttles + 1 }, throttleDelay(throttles), end)
    }
  }

  private later(progress: Progress, delay: number, end: Omit<AsyncEnd, 'condition'>): void {
    const { event } = progress
    if (this.clock.now() + delay - event.receivedAt > ageLimitMs(event.model)) {
      this.onEnd(event, { condition: 'EventAgeExceeded', ...end })
      return
    }
    const cancel = this.clock.setTimeout(() => {
      this.timers.delete(cancel)
      void this.attempt(progress)
    }, delay)
    this.timers.add(cancel)
  }
}

function throttleDelay(throttles: number): number {
  return Math.min(LONGEST_THROTTLE_MS, 1000 * 2 ** throttles)
}

function ageLimitMs({ async }: FunctionModel): number {
  return async.maximumAgeSeconds * 1000
}
