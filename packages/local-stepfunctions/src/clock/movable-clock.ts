import type { Cancel, Clock } from './clock.ts'
import { TimerQueue } from './timer-queue.ts'

/** A timer looks at least this often whether the system's clock was set forward, or the machine slept. */
const LONGEST_SLEEP_MS = 30_000

/** The system's clock may fall behind a steady one by this much before it counts as set back. */
const TOLERANCE_MS = 1000

/**
 * Runs with real time plus an offset that `advance` grows. With no `advance` it is the system clock, except that it never
 * goes back: when the system's clock is set back, time here goes on, and nothing waits for the lost time.
 */
export class MovableClock implements Clock {
  private readonly timers = new TimerQueue()
  private offset = 0
  /** The latest time told, and the steady clock's then. */
  private told = Date.now()
  private toldAt = performance.now()
  private alarm: NodeJS.Timeout | undefined
  private alarmDue = Number.POSITIVE_INFINITY

  now(): number {
    const steady = performance.now()
    const expected = this.told + (steady - this.toldAt)
    const shown = Date.now() + this.offset
    if (shown < expected - TOLERANCE_MS) this.offset += Math.ceil(expected - shown)
    this.told = Math.max(this.told, Date.now() + this.offset)
    this.toldAt = steady
    return this.told
  }

  setTimeout(fn: () => void, ms: number): Cancel {
    const cancel = this.timers.add(this.now() + Math.max(0, ms), fn)
    this.arm()
    return () => {
      cancel()
      // An alarm that rings for nothing does no harm, except that it keeps the process alive.
      if (this.timers.isEmpty) this.arm()
    }
  }

  /**
   * Jumps `ms` milliseconds forward and fires everything that came due, in order of due time; timers that those
   * create inside the jump fire too. Resolves when the jump is complete.
   */
  async advance(ms: number): Promise<void> {
    const target = this.now() + ms
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const due = this.timers.nextDue()
      if (due === undefined || due > target) break
      this.offset += Math.max(0, due - this.now())
      this.timers.takeDue(due)?.()
    }
    this.offset += Math.max(0, target - this.now())
    this.arm()
  }

  private arm(): void {
    const due = this.timers.nextDue() ?? Number.POSITIVE_INFINITY
    if (due === this.alarmDue && this.alarm !== undefined) return
    clearTimeout(this.alarm)
    this.alarm = undefined
    this.alarmDue = due
    if (due === Number.POSITIVE_INFINITY) return
    const sleep = Math.min(LONGEST_SLEEP_MS, Math.max(0, due - this.now()))
    this.alarm = setTimeout(() => this.ring(), sleep)
  }

  private ring(): void {
    this.alarm = undefined
    this.alarmDue = Number.POSITIVE_INFINITY
    for (let fn = this.timers.takeDue(this.now()); fn !== undefined; fn = this.timers.takeDue(this.now())) fn()
    this.arm()
  }
}

/** The clock of the machine. */
export function systemClock(): Clock {
  return new MovableClock()
}
