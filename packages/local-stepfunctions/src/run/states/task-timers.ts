import type { Cancel, Clock } from '../../clock/clock.ts'
import { StateFailure } from '../../language/failure.ts'

/** The limits of a task, in seconds. */
export interface Timing {
  readonly timeout: number | undefined
  readonly heartbeat: number | undefined
}

/**
 * How much later than TimeoutSeconds AWS gives up on an activity's task that no worker takes: between 4 and 5 seconds
 * (observed in August and September 2026). From when it is taken, the time counts anew.
 */
const UNTAKEN_GRACE_SECONDS = 4

/** The timers of one attempt of a task. The first that runs out says so, once. */
export class TaskTimers {
  private readonly clock: Clock
  private readonly timing: Timing
  private readonly onLate: (failure: StateFailure) => void
  private readonly heartbeatError: string
  private stopTimeout: Cancel = () => {}
  private stopHeartbeat: Cancel = () => {}

  /** A missed heartbeat of an activity is reported as States.Timeout (observed 2026-09-23). */
  constructor(options: { clock: Clock; timing: Timing; isActivity: boolean; onLate: (failure: StateFailure) => void }) {
    this.clock = options.clock
    this.timing = options.timing
    this.onLate = options.onLate
    this.heartbeatError = options.isActivity ? 'States.Timeout' : 'States.HeartbeatTimeout'
  }

  /** The task waits for a worker. */
  offered(): void {
    const { timeout } = this.timing
    if (timeout !== undefined) this.stopTimeout = this.arm(timeout + UNTAKEN_GRACE_SECONDS, 0, 'States.Timeout', false)
  }

  /** The task began `elapsedMs` milliseconds ago: 0 unless the process was restarted meanwhile. */
  began(elapsedMs: number): void {
    this.stop()
    const { timeout } = this.timing
    if (timeout !== undefined) this.stopTimeout = this.arm(timeout, elapsedMs, 'States.Timeout', false)
    this.beat()
  }

  /** The task gave a sign of life. */
  beat(): void {
    this.stopHeartbeat()
    const { heartbeat } = this.timing
    if (heartbeat !== undefined) this.stopHeartbeat = this.arm(heartbeat, 0, this.heartbeatError, true)
  }

  stop(): void {
    this.stopTimeout()
    this.stopHeartbeat()
  }

  private arm(seconds: number, elapsedMs: number, error: string, isHeartbeat: boolean): Cancel {
    const failure = new StateFailure(error, undefined, { fromTask: true, isHeartbeat })
    return this.clock.setTimeout(() => this.onLate(failure), Math.max(0, seconds * 1000 - elapsedMs))
  }
}
