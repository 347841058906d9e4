import type { Cancel } from './clock.ts'

interface Timer {
  readonly due: number
  readonly order: number
  /** Undefined once it was cancelled or has fired. */
  fn: (() => void) | undefined
}

/** Cancelled timers that are kept without a look. */
const SPARE = 1000

/** Timers in order of due time, then of creation: a binary heap, since ten thousand children may each hold one. */
export class TimerQueue {
  private heap: Timer[] = []
  private created = 0
  private live = 0

  /** Adds a timer due at `due` (milliseconds since the epoch). */
  add(due: number, fn: () => void): Cancel {
    const timer: Timer = { due, order: this.created++, fn }
    this.heap.push(timer)
    this.siftUp(this.heap.length - 1)
    this.live += 1
    return () => {
      if (timer.fn === undefined) return
      timer.fn = undefined
      this.live -= 1
      if (this.heap.length > 2 * this.live + SPARE) this.compact()
    }
  }

  /** Nothing is left to fire. */
  get isEmpty(): boolean {
    return this.live === 0
  }

  /** When the earliest live timer is due, or undefined when there is none. */
  nextDue(): number | undefined {
    this.dropCancelled()
    return this.heap[0]?.due
  }

  /** Removes and returns the earliest live timer if it is due by `time`. */
  takeDue(time: number): (() => void) | undefined {
    this.dropCancelled()
    const first = this.heap[0]
    if (first === undefined || first.due > time) return undefined
    this.removeFirst()
    const { fn } = first
    first.fn = undefined
    this.live -= 1
    return fn
  }

  private dropCancelled(): void {
    while (this.heap[0] !== undefined && this.heap[0].fn === undefined) this.removeFirst()
  }

  /** Forgets what was cancelled; limits lie so far ahead that they would never come up. A sorted list is a heap. */
  private compact(): void {
    this.heap = this.heap.filter(({ fn }) => fn !== undefined).sort((a, b) => a.due - b.due || a.order - b.order)
  }

  private removeFirst(): void {
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return
    this.heap[0] = last
    this.siftDown()
  }

  private siftUp(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.swapIfEarlier(index, parent)) return
      index = parent
    }
  }

  private siftDown(): void {
    let index = 0
    for (;;) {
      const left = index * 2 + 1
      const right = left + 1
      const child = this.isEarlier(right, left) ? right : left
      if (!this.swapIfEarlier(child, index)) return
      index = child
    }
  }

  private isEarlier(index: number, than: number): boolean {
    const a = this.heap[index]
    const b = this.heap[than]
    if (a === undefined || b === undefined) return false
    return a.due < b.due || (a.due === b.due && a.order < b.order)
  }

  private swapIfEarlier(index: number, other: number): boolean {
    const a = this.heap[index]
    const b = this.heap[other]
    if (a === undefined || b === undefined || !this.isEarlier(index, other)) return false
    this.heap[index] = b
    this.heap[other] = a
    return true
  }
}
