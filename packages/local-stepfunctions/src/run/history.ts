import type { Clock } from '../clock/clock.ts'
import { StateFailure } from '../language/failure.ts'
import type { JsonObject } from '../language/json.ts'

/** One event as GetExecutionHistory gives it, except that `timestamp` is in milliseconds. */
export interface HistoryEvent {
  readonly timestamp: number
  readonly type: string
  readonly id: number
  readonly previousEventId: number
  /** Name of the details field, such as `stateEnteredEventDetails`. */
  readonly detailsField?: string
  readonly details?: JsonObject
}

/** Most events of one STANDARD execution (service quotas). */
export const EVENT_LIMIT = 25_000

/** Event log of one execution. EXPRESS executions only count, for the event numbers in error texts. */
export class History {
  readonly events: HistoryEvent[] = []
  private count = 0

  private readonly clock: Clock
  /** False for EXPRESS: nothing is kept. */
  readonly recording: boolean

  constructor(clock: Clock, recording: boolean) {
    this.clock = clock
    this.recording = recording
  }

  get length(): number {
    return this.count
  }

  /** Appends an event and returns its number. @throws StateFailure past 25,000 events */
  add(type: string, previousEventId: number, detailsField?: string, details?: JsonObject): number {
    // The last event is kept free for the one that ends the execution.
    if (this.recording && this.count >= EVENT_LIMIT - 1) {
      throw new StateFailure(
        'States.Runtime',
        `The execution reached the maximum number of history events (${EVENT_LIMIT}).`,
      )
    }
    return this.close(type, previousEventId, detailsField, details)
  }

  /** Appends an event that ends the execution, for which there is always room. */
  close(type: string, previousEventId: number, detailsField?: string, details?: JsonObject): number {
    this.count += 1
    if (this.recording) {
      this.events.push({
        timestamp: this.clock.now(),
        type,
        id: this.count,
        previousEventId,
        ...(detailsField === undefined || details === undefined ? {} : { detailsField, details }),
      })
    }
    return this.count
  }

  /** Takes the last event back. False when it is not the last one any more. */
  withdraw(id: number): boolean {
    if (id !== this.count) return false
    this.count -= 1
    if (this.recording) this.events.pop()
    return true
  }

  /** Takes over the events of an execution that was read back from a store. */
  restore(events: readonly HistoryEvent[], length: number): void {
    this.events.push(...events)
    this.count = length
  }
}
