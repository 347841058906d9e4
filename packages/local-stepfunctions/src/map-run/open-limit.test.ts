import { expect, test } from 'vitest'
import { Cancellation } from '../run/cancellation.ts'
import { OpenLimit } from './open-limit.ts'

test('work beyond the limit waits its turn, and leaves the line when it is stopped', async () => {
  const limit = new OpenLimit(1)
  const seen: string[] = []
  const finish: (() => void)[] = []
  const start = (name: string, cancellation = new Cancellation()): Promise<void> =>
    limit.within(cancellation, async () => {
      seen.push(name)
      await new Promise<void>((resolve) => finish.push(resolve))
    })
  const first = start('first')
  const stopped = new Cancellation()
  const second = start('second', stopped)
  const third = start('third')
  await Promise.resolve()
  expect(seen).toEqual(['first'])
  stopped.cancel({ kind: 'abort', error: undefined, cause: undefined })
  await expect(second).rejects.toThrow('stopped: abort')
  finish[0]?.()
  await first
  expect(seen).toEqual(['first', 'third'])
  finish[1]?.()
  await third
})
