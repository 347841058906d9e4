import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { expect, test } from 'vitest'
import { DEFAULT_RETRY, Deliveries, failureAttributes, type RetryPolicy, type Undelivered } from './delivery.ts'

const named = (name: string): Error => Object.assign(new Error('not now'), { name })

/** Delivers to something that fails `times` times, and tells how it went. */
function failing(times: number, policy: RetryPolicy, name = 'ThrottlingException') {
  const clock = new MovableClock()
  const tries: number[] = []
  const ended: (Undelivered | undefined)[] = []
  const attempt = async (number: number): Promise<void> => {
    tries.push(number)
    if (tries.length <= times) throw named(name)
  }
  void new Deliveries(clock).deliver(attempt, policy).then((end) => ended.push(end))
  return { clock, tries, ended }
}

test('what passes is tried again, each time after twice as long', async () => {
  const { clock, tries, ended } = failing(3, DEFAULT_RETRY)
  await clock.advance(500)
  expect(tries).toEqual([1])
  for (const [seconds, expected] of [
    [1, 2],
    [2, 3],
    [4, 4],
  ] as const) {
    await clock.advance(seconds * 1000 + 10)
    await expect.poll(() => tries.length).toBe(expected)
  }
  await expect.poll(() => ended).toEqual([undefined])
})

test.each<[RetryPolicy, Partial<Undelivered>]>([
  [
    { maximumRetries: 2, maximumAgeSeconds: 86_400 },
    { retries: 2, exhausted: 'MaximumRetryAttempts' },
  ],
  [
    { maximumRetries: 185, maximumAgeSeconds: 5 },
    { retries: 2, exhausted: 'MaximumEventAgeInSeconds' },
  ],
  [
    { maximumRetries: 0, maximumAgeSeconds: 60 },
    { retries: 0, exhausted: 'MaximumRetryAttempts' },
  ],
])('with %j it is given up', async (policy, expected) => {
  const { clock, ended } = failing(1000, policy)
  while (ended.length === 0) {
    await clock.advance(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(ended).toMatchObject([expected])
})

test('what is forbidden or not there is given up at once', async () => {
  for (const name of ['AccessDeniedException', 'NotFound', 'StateMachineDoesNotExist', 'ValidationException']) {
    const { ended } = failing(1, DEFAULT_RETRY, name)
    await expect.poll(() => ended).toMatchObject([{ retries: 0, exhausted: undefined }])
  }
})

test('a dead letter says what happened', () => {
  const end: Undelivered = { error: named('Throttled'), retries: 2, exhausted: 'MaximumRetryAttempts' }
  expect(failureAttributes(end)).toEqual({
    ERROR_CODE: 'Throttled',
    ERROR_MESSAGE: 'not now',
    RETRY_ATTEMPTS: '2',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  })
})
