import { MovableClock } from '@hourglass/local-stepfunctions/clock/movable-clock'
import { expect, test } from 'vitest'
import { AsyncInvoker } from './async-invoker.ts'
import { type AsyncEnd, asyncParcels } from './async-record.ts'
import { testRuntime, type TestRuntime } from './testing.ts'

const FAILING = {
  'index.mjs': `export const handler = async (event) => {
    if (event.wait) await new Promise((done) => setTimeout(done, event.wait))
    if (event.fail) throw new RangeError('no')
    return { done: true }
  }`,
}

const ASYNC = {
  retries: 2,
  maximumAgeSeconds: 21_600,
  onSuccess: undefined,
  onFailure: undefined,
  deadLetterArn: undefined,
}

function invoker({ runtime }: TestRuntime) {
  const clock = new MovableClock()
  const ends: AsyncEnd[] = []
  return { clock, ends, functions: new AsyncInvoker(runtime, clock, (_, end) => ends.push(end)) }
}

test('a failing event is tried again after one and two minutes, then given up', async () => {
  await using work = await testRuntime(FAILING)
  const { clock, ends, functions } = invoker(work)
  functions.send('work', '{"fail":true}')
  await expect.poll(() => work.records.length).toBe(1)
  await clock.advance(59_000)
  expect(work.records).toHaveLength(1)
  await clock.advance(1500)
  await expect.poll(() => work.records.length).toBe(2)
  await clock.advance(121_000)
  await expect.poll(() => ends).toMatchObject([{ condition: 'RetriesExhausted', problem: 'RangeError', tries: 3 }])
  expect(work.records).toHaveLength(3)
})

test('a good event runs once, and a function that allows no retry is not tried again', async () => {
  await using work = await testRuntime(FAILING, { async: { ...ASYNC, retries: 0 } })
  const { ends, functions } = invoker(work)
  functions.send('work', '{}')
  functions.send('work', '{"fail":true}')
  await expect.poll(() => ends.map(({ condition }) => condition).sort()).toEqual(['RetriesExhausted', 'Success'])
  expect(work.records.map(({ status }) => status).sort()).toEqual(['error', 'success'])
})

test('an event that would have to wait longer than the function says is given up', async () => {
  await using work = await testRuntime(FAILING, { async: { ...ASYNC, maximumAgeSeconds: 90 } })
  const { clock, ends, functions } = invoker(work)
  functions.send('work', '{"fail":true}')
  await expect.poll(() => work.records.length).toBe(1)
  await clock.advance(61_000)
  await expect.poll(() => ends).toMatchObject([{ condition: 'EventAgeExceeded', tries: 2 }])
})

test('a throttled event waits and runs; throttling is no failed try', async () => {
  await using work = await testRuntime(FAILING, { reservedConcurrency: 1 })
  const { clock, ends, functions } = invoker(work)
  const busy = work.invoke({ wait: 300 })
  functions.send('work', '{}')
  await busy
  while (ends.length === 0) {
    await clock.advance(500)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(ends).toMatchObject([{ condition: 'Success' }])
  expect(ends[0]?.tries).toBeGreaterThan(1)
  expect(work.records.map(({ status }) => status)).toEqual(['success', 'success'])
})

test('a function that may not run at all gets nothing again', async () => {
  await using work = await testRuntime(FAILING, { reservedConcurrency: 0 })
  const { ends, functions } = invoker(work)
  functions.send('work', '{}')
  await expect
    .poll(() => ends)
    .toEqual([
      { condition: 'ZeroReservedConcurrency', response: undefined, problem: 'TooManyRequestsException', tries: 1 },
    ])
})

test('fails at once for an unknown function and for an event above 1 MB', async () => {
  await using work = await testRuntime(FAILING)
  const { functions } = invoker(work)
  expect(() => functions.send('other', '{}')).toThrow('Function not found: other')
  expect(() => functions.send('work', JSON.stringify('x'.repeat(1_100_000)))).toThrow(
    /must be smaller than 1048576 bytes/,
  )
})

test('the record goes to the destination, the event itself to the dead-letter queue', async () => {
  const [onSuccess, onFailure, deadLetterArn] = ['arn:aws:sns:::good', 'arn:aws:sqs:::bad', 'arn:aws:sqs:::dead']
  await using work = await testRuntime(FAILING, { async: { ...ASYNC, onSuccess, onFailure, deadLetterArn } })
  const [model] = work.runtime.functions
  if (model === undefined) throw new Error('the runtime has a function')
  const event = { model, version: '3', requestId: 'r1', payload: '{"fail":true}', receivedAt: 0 }
  const response = '{"errorType":"RangeError","errorMessage":"no"}'
  const end = { condition: 'RetriesExhausted', response, problem: 'RangeError', tries: 3 } as const

  const [record, letter, ...none] = asyncParcels(event, end, Date.UTC(2026, 0, 1))
  expect(none).toEqual([])
  expect(record).toMatchObject({ targetArn: onFailure, principal: model.roleArn, attributes: {} })
  expect(JSON.parse(record?.body ?? '')).toEqual({
    version: '1.0',
    timestamp: '2026-01-01T00:00:00.000Z',
    requestContext: {
      requestId: 'r1',
      functionArn: `${model.arn}:3`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { fail: true },
    responseContext: { statusCode: 200, executedVersion: '3', functionError: 'Unhandled' },
    responsePayload: { errorType: 'RangeError', errorMessage: 'no' },
  })
  expect(letter).toMatchObject({
    targetArn: deadLetterArn,
    body: '{"fail":true}',
    attributes: { RequestID: 'r1', ErrorCode: '200', ErrorMessage: 'RangeError' },
  })
  const good = asyncParcels(event, { condition: 'Success', response: '{"done":true}', problem: undefined, tries: 1 }, 0)
  expect(good.map(({ targetArn }) => targetArn)).toEqual([onSuccess])
  expect(good[0]?.event.detailType).toBe('Lambda Function Invocation Result - Success')
})
