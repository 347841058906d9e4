import type { S3Client } from '@aws-sdk/client-s3'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../clock/movable-clock.ts'
import { createHarness, distributedMap, type Harness, outputOf, text } from '../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

const READER = {
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON', ItemsPointer: '/chunks' },
    Parameters: { Bucket: 'bucket', Key: 'plan.json' },
  },
}

test('an empty dataset is a Map Run that succeeds', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'plan.json', '{"chunks":[]}')
  const description = await harness.run(distributedMap(READER))
  expect(outputOf(description)).toEqual([])
})

test('children get BatchInput and Items, by number and by bytes', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'plan.json', JSON.stringify({ chunks: [1, 2, 3, 4, 5] }))
  const byNumber = {
    ...READER,
    ItemBatcher: { MaxItemsPerBatchPath: '$.size', BatchInput: { 'run.$': '$$.Execution.Name' } },
  }
  const numbered = await harness.run(distributedMap(byNumber), { size: 2 })
  const run = text(numbered, 'name')
  expect(outputOf(numbered)).toEqual([
    { BatchInput: { run }, Items: [1, 2] },
    { BatchInput: { run }, Items: [3, 4] },
    { BatchInput: { run }, Items: [5] },
  ])
  // {"Items":[1,2]} is 15 bytes.
  const sized = await harness.run(distributedMap({ ...READER, ItemBatcher: { MaxInputBytesPerBatch: 15 } }))
  expect(outputOf(sized)).toEqual([{ Items: [1, 2] }, { Items: [3, 4] }, { Items: [5] }])
})

test('ItemSelector sees the item, its index and its source', async () => {
  harness = createHarness()
  harness.s3.put('bucket', 'plan.json', '{"chunks":["a"]}')
  const selector = {
    'value.$': '$$.Map.Item.Value',
    'index.$': '$$.Map.Item.Index',
    'source.$': '$$.Map.Item.Source',
    'size.$': '$.size',
  }
  const description = await harness.run(distributedMap({ ...READER, ItemSelector: selector }), { size: 7 })
  expect(outputOf(description)).toEqual([{ value: 'a', index: 0, source: 's3://bucket/plan.json', size: 7 }])
})

test('a child has the ARNs and the context of a child', async () => {
  harness = createHarness()
  const pass = {
    Type: 'Pass',
    Parameters: { 'machine.$': '$$.StateMachine', 'execution.$': '$$.Execution.Id' },
    End: true,
  }
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'P',
    States: { P: pass },
  }
  const description = await harness.run(distributedMap({ ItemProcessor: processor }), { items: [1] })
  const [child] = [outputOf(description)].flat()
  expect(child).toMatchObject({
    machine: { Id: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine-1/items', Name: 'machine-1' },
  })
  const executionArn = String(Reflect.get(Object(child), 'execution'))
  expect(executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:execution:machine-1\/items:[0-9a-f-]{36}$/)
  const described = await harness.call('DescribeExecution', { executionArn })
  expect(described).toMatchObject({
    status: 'SUCCEEDED',
    mapRunArn: expect.stringContaining(':mapRun:machine-1/items:'),
  })
  const machine = await harness.call('DescribeStateMachineForExecution', { executionArn })
  expect(machine).toMatchObject({ label: 'items', mapRunArn: described['mapRunArn'] ?? null })
  expect(JSON.parse(text(machine, 'definition'))).toMatchObject({ StartAt: 'P' })
})

test('EXPRESS children end after five minutes', async () => {
  harness = createHarness((event) => new Promise((resolve) => harness.clock.setTimeout(() => resolve(event), 301_000)))
  const description = await harness.run(distributedMap({ ToleratedFailurePercentage: 100 }, 'EXPRESS'), { items: [1] })
  expect(outputOf(description)).toMatchObject([{ Status: 'TIMED_OUT' }])
})

test('EXPRESS children may run twice, and count once', async () => {
  let calls = 0
  harness = createHarness(
    (event) => {
      calls += 1
      return event
    },
    { expressDuplicates: 1 },
  )
  expect(outputOf(await harness.run(distributedMap({}, 'EXPRESS'), { items: [1, 2] }))).toEqual([1, 2])
  expect(calls).toBe(4)
})

test('a stop is heard while S3 does not answer', async () => {
  const never = { send: () => new Promise(() => {}) }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a client whose calls hang
  harness = createHarness(undefined, { s3: never as unknown as S3Client, clock: systemClock() })
  const executionArn = await harness.start(await harness.create(distributedMap(READER)))
  await harness.call('StopExecution', { executionArn })
  expect((await harness.settled(executionArn))['status']).toBe('ABORTED')
})

test('UpdateMapRun widens a Map Run while it runs', async () => {
  let running = 0
  let most = 0
  harness = createHarness(async (event) => {
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((resolve) => harness.clock.setTimeout(resolve, 10_000))
    running -= 1
    return event
  })
  const stateMachineArn = await harness.create(distributedMap())
  const executionArn = await harness.start(stateMachineArn, { items: [1, 2, 3, 4, 5, 6, 7, 8] })
  await new Promise<void>((resolve) => harness.clock.setTimeout(resolve, 15_000))
  const { mapRuns } = await harness.call('ListMapRuns', { executionArn: executionArn })
  const mapRunArn = String(Reflect.get(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}), 'mapRunArn'))
  expect(most).toBe(1)
  await harness.call('UpdateMapRun', { mapRunArn, maxConcurrency: 3 })
  await harness.settled(executionArn)
  expect(most).toBe(3)
})

test('stopping the parent aborts its children and its Map Run', async () => {
  harness = createHarness(() => new Promise(() => {}))
  const stateMachineArn = await harness.create(distributedMap())
  const executionArn = await harness.start(stateMachineArn, { items: [1, 2] })
  await new Promise((resolve) => setImmediate(resolve))
  await harness.call('StopExecution', { executionArn, error: 'Operator', cause: 'enough' })
  expect(await harness.settled(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'enough' })
  const { mapRuns } = await harness.call('ListMapRuns', { executionArn })
  const mapRunArn = String(Reflect.get(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}), 'mapRunArn'))
  expect(await harness.call('DescribeMapRun', { mapRunArn })).toMatchObject({
    status: 'ABORTED',
    itemCounts: { aborted: 1, pending: 1 },
  })
})

test('fails when the bucket of the items does not exist, with the events of AWS', async () => {
  harness = createHarness()
  const reader = { ItemReader: { ...READER.ItemReader, Parameters: { Bucket: 'nowhere', Key: 'k' } } }
  const description = await harness.run(distributedMap(reader))
  expect(description).toMatchObject({
    status: 'FAILED',
    error: 'States.ItemReaderFailed',
    cause: expect.stringContaining('NoSuchBucket'),
  })
  expect(await harness.events(text(description, 'executionArn'))).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunFailed',
    'MapStateFailed',
    'ExecutionFailed',
  ])
})

test('fails when the results cannot be written', async () => {
  harness = createHarness()
  const writer = {
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'nowhere', Prefix: 'p' } },
  }
  expect(await harness.run(distributedMap(writer), { items: [1] })).toMatchObject({
    status: 'FAILED',
    error: 'States.ResultWriterFailed',
  })
})

test('FLATTEN joins lists, JSONL writes one record a line', async () => {
  harness = createHarness((event) => [event, event])
  const flat = await harness.run(distributedMap({ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN' } } }), {
    items: [1, 2],
  })
  expect(outputOf(flat)).toEqual([1, 1, 2, 2])
  const lines = {
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'bucket', Prefix: 'p/' },
      WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
    },
  }
  await harness.run(distributedMap(lines), { items: [1, 2] })
  const key = harness.s3.keys('bucket').find((name) => name.endsWith('SUCCEEDED_0.jsonl')) ?? ''
  expect(harness.s3.text('bucket', key)).toBe('[1,1]\n[2,2]\n')
})

test('a map inside a map gives the inner results', async () => {
  harness = createHarness()
  const inner = {
    Type: 'Map',
    Label: 'inner',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: 'P',
      States: { P: { Type: 'Pass', End: true } },
    },
    End: true,
  }
  const processor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Inner',
    States: { Inner: inner },
  }
  const description = await harness.run(distributedMap({ ItemProcessor: processor }), { items: [[1, 2], [3]] })
  expect(outputOf(description)).toEqual([[1, 2], [3]])
})

test('Retry runs the whole map again in a new Map Run', async () => {
  let calls = 0
  harness = createHarness((event) => {
    calls += 1
    if (calls === 1) throw new Error('first')
    return event
  })
  const description = await harness.run(distributedMap({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), { items: [1, 2] })
  expect(outputOf(description)).toEqual([1, 2])
  const { mapRuns } = await harness.call('ListMapRuns', { executionArn: text(description, 'executionArn') })
  expect(mapRuns).toHaveLength(2)
})
