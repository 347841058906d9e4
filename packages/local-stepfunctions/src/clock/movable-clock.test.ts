import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MovableClock } from './movable-clock.ts'

const HOUR_MS = 3_600_000
const NOON = Date.UTC(2026, 10, 23, 12)

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
})

afterEach(() => {
  vi.useRealTimers()
})

test('when the system clock is set back, time goes on and timers fire when they would have', async () => {
  const clock = new MovableClock()
  let fired = false
  clock.setTimeout(() => (fired = true), 5000)
  await vi.advanceTimersByTimeAsync(2000)
  vi.setSystemTime(NOON - HOUR_MS)
  expect(clock.now()).toBe(NOON + 2000)
  await vi.advanceTimersByTimeAsync(2999)
  expect(fired).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(fired).toBe(true)
  expect(clock.now()).toBe(NOON + 5000)
})

test('a small correction of the system clock does not take the clock back', async () => {
  const clock = new MovableClock()
  await vi.advanceTimersByTimeAsync(1000)
  expect(clock.now()).toBe(NOON + 1000)
  vi.setSystemTime(NOON + 500)
  expect(clock.now()).toBe(NOON + 1000)
})

test('when the system clock is set forward, or the machine slept, what came due fires soon', async () => {
  const clock = new MovableClock()
  let fired = false
  clock.setTimeout(() => (fired = true), HOUR_MS)
  await vi.advanceTimersByTimeAsync(1000)
  vi.setSystemTime(NOON + 2 * HOUR_MS)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(fired).toBe(true)
})

test('after both, moving the clock still works', async () => {
  const clock = new MovableClock()
  vi.setSystemTime(NOON - HOUR_MS)
  let fired = false
  clock.setTimeout(() => (fired = true), HOUR_MS)
  const moved = clock.advance(HOUR_MS)
  await vi.advanceTimersByTimeAsync(10)
  await moved
  expect(fired).toBe(true)
  expect(clock.now()).toBeGreaterThanOrEqual(NOON + HOUR_MS)
})
