import { expect, test } from 'vitest'
import { z } from 'zod'
import { worker } from './invocation.ts'

const context = { awsRequestId: '0f4e2b1c-aaaa-bbbb-cccc-000000000000' }
const handler = worker(z.object({ table: z.string(), rows: z.number() }), async (event, { attempt }) => ({
  ...event,
  attempt,
}))

test('gives the use case the parsed event and an attempt of this invocation', async () => {
  expect(await handler({ table: 't', rows: 1, more: true }, context)).toEqual({
    table: 't',
    rows: 1,
    attempt: '0f4e2b1c',
  })
})

test('fails with InvalidInputError that names every wrong field and no value', async () => {
  const failure = Promise.resolve().then(() => handler({ rows: 'secret value' }, context))
  await expect(failure).rejects.toMatchObject({ name: 'InvalidInputError' })
  await expect(failure).rejects.toThrow(/table: .*; rows: /)
  await expect(failure).rejects.not.toThrow('secret value')
})
