import type { Cancel, Clock } from './clock.ts'
import { TimerQueue } from './timer-queue.ts'

// setTimeout overflows past 2^31-1 ms; a later wake-up just looks again.
const LONGEST_SLEEP_MS = 2_147_483_647

/** Runs with real time plus an offset that `advance` grows. With no `advance` it is the system clock. */
export class MovableClock implements Clock {
  private readonly timers = new TimerQueue()
  private offset = 0
  private alarm: NodeJS.Timeout | undefined
  private alarmDue = Number.POSITIVE_INFINITY

  now(): number {
    return Date.now() + this.offset
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
