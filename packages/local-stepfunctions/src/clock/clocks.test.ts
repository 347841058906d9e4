import { afterEach, expect, test, vi } from 'vitest'
import { MovableClock } from './movable-clock.ts'
import { TimerQueue } from './timer-queue.ts'
import { VirtualClock } from './virtual-clock.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('advance fires what came due in order, timers made on the way too', async () => {
  const clock = new MovableClock()
  const fired: string[] = []
  const start = clock.now()
  clock.setTimeout(() => fired.push('late'), 3000)
  clock.setTimeout(() => {
    fired.push('early')
    clock.setTimeout(() => fired.push('made'), 1000)
  }, 1000)
  const cancel = clock.setTimeout(() => fired.push('cancelled'), 1500)
  cancel()
  await clock.advance(5000)
  expect(fired).toEqual(['early', 'made', 'late'])
  expect(clock.now() - start).toBeGreaterThanOrEqual(5000)
})

test('without advance timers follow real time', async () => {
  const clock = new MovableClock()
  const start = clock.now()
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 5))
  expect(clock.now() - start).toBeGreaterThanOrEqual(5)
})

test('a virtual clock jumps to the next timer, but not while work is held', async () => {
  const clock = new VirtualClock(0)
  const release = clock.hold()
  let fired = false
  const due = new Promise<void>((resolve) => {
    clock.setTimeout(
      () => {
        fired = true
        resolve()
      },
      365 * 24 * 3600 * 1000,
    )
  })
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(fired).toBe(false)
  release()
  await due
  expect(clock.now()).toBe(365 * 24 * 3600 * 1000)
})

test('a thousand timers come out in order of time, then of creation', () => {
  const queue = new TimerQueue()
  const order: number[] = []
  for (let index = 0; index < 1000; index += 1)
    queue.add((index * 7919) % 100, () => order.push(((index * 7919) % 100) * 10_000 + index))
  for (let fn = queue.takeDue(100); fn !== undefined; fn = queue.takeDue(100)) fn()
  expect(order).toHaveLength(1000)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

test('a virtual clock does not jump to a limit, but passes it on its way', async () => {
  const clock = new VirtualClock(0)
  let isOver = false
  clock.setTimeout(() => (isOver = true), 1000, 'limit')
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(isOver).toBe(false)
  await new Promise<void>((resolve) => clock.setTimeout(resolve, 2000))
  expect(isOver).toBe(true)
})

test('timers that were cancelled are forgotten, and the others keep their order', () => {
  const queue = new TimerQueue()
  const fired: number[] = []
  const cancels = Array.from({ length: 5000 }, (_, index) => queue.add((index * 7919) % 5000, () => fired.push(index)))
  for (const [index, cancel] of cancels.entries()) if (index % 100 !== 0) cancel()
  for (let fn = queue.takeDue(5000); fn !== undefined; fn = queue.takeDue(5000)) fn()
  expect(fired).toHaveLength(50)
  const due = fired.map((index) => (index * 7919) % 5000)
  expect(due).toEqual(due.toSorted((a, b) => a - b))
})
