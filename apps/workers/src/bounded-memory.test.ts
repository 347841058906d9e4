import { expect, test } from 'vitest'
import { boundedMemory } from './bounded-memory.ts'

const context = { awsRequestId: 'r' }

test('what an invocation has left behind is collected before the next one, whether it succeeds or fails', async () => {
  const left: WeakRef<Buffer>[] = []
  const handler = boundedMemory(async (event) => {
    left.push(new WeakRef(Buffer.alloc(1_000_000)))
    // A WeakRef holds its target until the current job has ended.
    await new Promise((resolve) => setImmediate(resolve))
    if (event === 'fail') throw new Error('failed')
    return 'done'
  })
  expect(await handler({}, context)).toBe('done')
  await expect(handler('fail', context)).rejects.toThrow('failed')
  await handler({}, context)
  expect(left.slice(0, 2).map((ref) => ref.deref())).toEqual([undefined, undefined])
})
