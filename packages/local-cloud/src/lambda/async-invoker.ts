import { randomUUID } from 'node:crypto'
import type { Cancel, Clock } from '@hourglass/local-stepfunctions/clock/clock'
import { LambdaError, messageOf } from './errors.ts'
import { EVENT_LIMIT_BYTES } from './invocation.ts'
import { checkPayload, type LambdaRuntime } from './lambda-runtime.ts'

/** Lambda waits so long before the second and the third try of an asynchronous invocation. */
const RETRY_DELAYS_MS = [60_000, 120_000]

/** Runs asynchronous invocations (InvocationType Event): failed ones again, as often as the function says. */
export class AsyncInvoker {
  private readonly runtime: LambdaRuntime
  private readonly clock: Clock
  private readonly onGivenUp: (functionName: string, reason: string) => void
  private readonly timers = new Set<Cancel>()

  constructor(runtime: LambdaRuntime, clock: Clock, onGivenUp: (functionName: string, reason: string) => void) {
    this.runtime = runtime
    this.clock = clock
    this.onGivenUp = onGivenUp
  }

  /**
   * Takes an event and returns at once.
   * @throws LambdaError when the function does not exist or the payload cannot be taken
   */
  send(functionName: string, payload: string, qualifier?: string): { readonly requestId: string } {
    const model = this.runtime.find(functionName, qualifier)
    const checked = checkPayload(payload, EVENT_LIMIT_BYTES)
    void this.attempt(model.name, checked, 0, model.asyncRetries)
    return { requestId: randomUUID() }
  }

  stop(): void {
    for (const cancel of this.timers) cancel()
    this.timers.clear()
  }

  private async attempt(functionName: string, payload: string, attempt: number, retries: number): Promise<void> {
    const problem = await this.problemOf(functionName, payload)
    if (problem === undefined) return
    const delay = RETRY_DELAYS_MS[attempt]
    if (delay === undefined || attempt >= retries) {
      this.onGivenUp(functionName, problem)
      return
    }
    const cancel = this.clock.setTimeout(() => {
      this.timers.delete(cancel)
      void this.attempt(functionName, payload, attempt + 1, retries)
    }, delay)
    this.timers.add(cancel)
  }

  private async problemOf(functionName: string, payload: string): Promise<string | undefined> {
    try {
      const { functionError, record } = await this.runtime.invoke({ functionName, payload })
      return functionError === undefined ? undefined : (record.errorType ?? functionError)
    } catch (error) {
      return error instanceof LambdaError ? error.name : messageOf(error)
    }
  }
}
