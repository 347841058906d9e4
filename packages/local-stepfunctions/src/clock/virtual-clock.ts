import type { Cancel, Clock } from './clock.ts'
import { TimerQueue } from './timer-queue.ts'

/**
 * Time that passes only when nothing else happens: whenever no held work is under way and the event loop has come
 * round, it jumps to the next timer. A year-long Wait takes no real time, and every run has the same timestamps.
 */
export class VirtualClock implements Clock {
  private readonly timers = new TimerQueue()
  private time: number
  private holds = 0
  /** Timers that are waited for. */
  private awaited = 0
  private scheduled = false

  /** `start` is the first instant, in milliseconds since the epoch. */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.time = start
  }

  now(): number {
    return this.time
  }

  setTimeout(fn: () => void, ms: number, kind?: 'limit'): Cancel {
    const due = this.time + Math.max(0, ms)
    if (kind === 'limit') return this.timers.add(due, fn)
    this.awaited += 1
    let isOver = false
    const end = (): void => {
      if (!isOver) this.awaited -= 1
      isOver = true
    }
    const cancel = this.timers.add(due, () => {
      end()
      fn()
    })
    this.schedule()
    return () => {
      cancel()
      end()
    }
  }

  hold(): Cancel {
    this.holds += 1
    let released = false
    return () => {
      if (released) return
      released = true
      this.holds -= 1
      this.schedule()
    }
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      this.step()
    })
  }

  private step(): void {
    if (this.holds > 0 || this.awaited === 0) return
    const due = this.timers.nextDue()
    if (due === undefined) return
    this.time = Math.max(this.time, due)
    this.timers.takeDue(due)?.()
    this.schedule()
  }
}
