import { expect, test } from 'vitest'
import { InterruptedError, interruptionOf } from './interruption.ts'

test('work that ends first gives its result', async () => {
  const { race } = interruptionOf(new AbortController().signal)
  expect(await race(Promise.resolve(7))).toBe(7)
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends the wait with exit code %d', async ([signal, exitCode]) => {
  const controller = new AbortController()
  const { race } = interruptionOf(controller.signal)
  const waiting = race(new Promise(() => undefined))
  controller.abort(new InterruptedError(signal))
  await expect(waiting).rejects.toMatchObject({ exitCode })
  await expect(race(new Promise(() => undefined))).rejects.toMatchObject({ exitCode })
})
