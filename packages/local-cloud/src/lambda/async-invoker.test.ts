import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { expect, test } from 'vitest'
import { AsyncInvoker } from './async-invoker.ts'
import { testRuntime } from './testing.ts'

const FAILING = {
  'index.mjs': 'export const handler = async (event) => { if (event.fail) throw new RangeError("no") }',
}

test('a failed event is tried again after one and two minutes, then given up', async () => {
  await using work = await testRuntime(FAILING)
  const clock = new MovableClock()
  const givenUp: string[] = []
  const functions = new AsyncInvoker(work.runtime, clock, (name, reason) => givenUp.push(`${name}: ${reason}`))
  functions.send('work', '{"fail":true}')
  await expect.poll(() => work.records.length).toBe(1)
  await clock.advance(59_000)
  expect(work.records).toHaveLength(1)
  await clock.advance(1500)
  await expect.poll(() => work.records.length).toBe(2)
  await clock.advance(121_000)
  await expect.poll(() => givenUp).toEqual(['work: RangeError'])
  expect(work.records).toHaveLength(3)
})

test('a good event runs once, and a function that allows no retry is not tried again', async () => {
  await using work = await testRuntime(FAILING, { asyncRetries: 0 })
  const givenUp: string[] = []
  const functions = new AsyncInvoker(work.runtime, new MovableClock(), (name) => givenUp.push(name))
  functions.send('work', '{}')
  functions.send('work', '{"fail":true}')
  await expect.poll(() => givenUp).toEqual(['work'])
  await expect.poll(() => work.records.map(({ status }) => status).sort()).toEqual(['error', 'success'])
})

test('fails at once for an unknown function and for an event above 1 MB', async () => {
  await using work = await testRuntime(FAILING)
  const functions = new AsyncInvoker(work.runtime, new MovableClock(), () => undefined)
  expect(() => functions.send('other', '{}')).toThrow('Function not found: other')
  expect(() => functions.send('work', JSON.stringify('x'.repeat(1_100_000)))).toThrow(
    /must be smaller than 1048576 bytes/,
  )
})
