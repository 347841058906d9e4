import { expect, test } from 'vitest'
import { InterruptedError, interruptionOf } from './interruption.ts'

test('work that ends first gives its result', async () => {
  const interruption = interruptionOf(new AbortController().signal)
  expect(await interruption.race(Promise.resolve(7))).toBe(7)
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends the wait with exit code %d', async ([signal, exitCode]) => {
  const controller = new AbortController()
  const interruption = interruptionOf(controller.signal)
  const waiting = interruption.race(new Promise(() => undefined))
  controller.abort(new InterruptedError(signal))
  await expect(waiting).rejects.toMatchObject({ exitCode })
  await expect(interruption.race(new Promise(() => undefined))).rejects.toMatchObject({ exitCode })
})
