import { afterEach, expect, test } from 'vitest'
import type { Json, JsonObject } from '../language/json.ts'
import { createHarness, distributedMap, type Harness, outputOf, text } from '../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

const RESULTS = {
  ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'bucket', Prefix: 'results' } },
}

function failOn(bad: ReadonlySet<Json>) {
  return (event: Json): Json => {
    if (bad.has(event)) throw new TypeError('bad item')
    return event
  }
}

async function mapRunOf(description: JsonObject): Promise<JsonObject> {
  const { mapRuns } = await harness.call('ListMapRuns', { executionArn: text(description, 'executionArn') })
  const [first] = Array.isArray(mapRuns) ? mapRuns : []
  return harness.call('DescribeMapRun', { mapRunArn: String(Reflect.get(Object(first), 'mapRunArn')) })
}

test('with no threshold one failed item fails the Map Run, and later items stay pending', async () => {
  harness = createHarness(failOn(new Set([2])))
  const description = await harness.run(distributedMap(), { items: [1, 2, 3, 4] })
  expect(description).toMatchObject({
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  })
  expect(await mapRunOf(description)).toMatchObject({
    status: 'FAILED',
    itemCounts: { succeeded: 1, failed: 1, pending: 2, total: 4, resultsWritten: 4 },
  })
})

test('a threshold by count holds until it is exceeded', async () => {
  harness = createHarness(failOn(new Set([1, 2])))
  const tolerant = await harness.run(distributedMap({ ToleratedFailureCount: 2 }), { items: [1, 2, 3] })
  expect(tolerant['status']).toBe('SUCCEEDED')
  expect(outputOf(tolerant)).toMatchObject([{ Status: 'FAILED', Error: 'TypeError' }, { Status: 'FAILED' }, 3])
  const strict = await harness.run(distributedMap({ ToleratedFailureCount: 1 }), { items: [1, 2, 3] })
  expect(strict).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' })
})

test('a threshold by percentage counts against all items', async () => {
  harness = createHarness(failOn(new Set([1, 2])))
  const tolerant = await harness.run(distributedMap({ ToleratedFailurePercentage: 50 }), { items: [1, 2, 3, 4] })
  expect(tolerant['status']).toBe('SUCCEEDED')
  const strict = await harness.run(distributedMap({ ToleratedFailurePercentage: 49.9 }), { items: [1, 2, 3, 4] })
  expect(strict['status']).toBe('FAILED')
})

test('a failed batch counts as its items', async () => {
  harness = createHarness((event) => {
    if (JSON.stringify(event).includes('bad')) throw new Error('batch')
    return 'done'
  })
  const batches = { ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 }
  const description = await harness.run(distributedMap(batches), { items: ['bad', 2, 3, 4, 5, 6, 7] })
  expect(description['error']).toBe('States.ExceedToleratedFailureThreshold')
  expect(await mapRunOf(description)).toMatchObject({
    itemCounts: { failed: 3, pending: 4, total: 7 },
    executionCounts: { failed: 1, pending: 2, total: 3 },
  })
})

test('running STANDARD children are aborted, and what never started is written as PENDING', async () => {
  harness = createHarness((event) =>
    event === 'slow'
      ? new Promise((resolve) => harness.clock.setTimeout(() => resolve(1), 60_000))
      : Promise.reject(new Error('bad')),
  )
  const description = await harness.run(distributedMap({ MaxConcurrency: 2, ...RESULTS }), {
    items: ['slow', 'bad', 'never'],
  })
  const mapRun = await mapRunOf(description)
  expect(mapRun).toMatchObject({ itemCounts: { aborted: 1, failed: 1, pending: 1 } })
  const folder = `results/${text(mapRun, 'mapRunArn').split(':').at(-1)}`
  expect(harness.s3.keys('bucket')).toEqual([
    `${folder}/FAILED_0.json`,
    `${folder}/PENDING_0.json`,
    `${folder}/manifest.json`,
  ])
  expect(JSON.parse(harness.s3.text('bucket', `${folder}/PENDING_0.json`) ?? '')).toEqual([
    { Input: '"never"', InputDetails: { Included: true }, Status: 'PENDING' },
  ])
  expect(JSON.parse(harness.s3.text('bucket', `${folder}/FAILED_0.json`) ?? '')).toMatchObject([
    { Status: 'ABORTED' },
    { Status: 'FAILED', RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' },
  ])
})

test.each(['STANDARD', 'EXPRESS'] as const)('a redrive runs only the failed and pending %s children', async (type) => {
  const bad = new Set<Json>([2])
  const seen: Json[] = []
  harness = createHarness((event) => {
    seen.push(event)
    return failOn(bad)(event)
  })
  const failed = await harness.run(distributedMap(RESULTS, type), { items: [1, 2, 3] })
  const before = await mapRunOf(failed)
  bad.clear()
  await harness.call('RedriveExecution', { executionArn: text(failed, 'executionArn') })
  const redriven = await harness.settled(text(failed, 'executionArn'))
  expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 })
  expect(seen).toEqual([1, 2, 2, 3])
  const after = await mapRunOf(redriven)
  expect(after).toMatchObject({
    mapRunArn: before['mapRunArn'] ?? null,
    redriveCount: 1,
    itemCounts: { succeeded: 3, failed: 0, pending: 0 },
  })
  const { executions } = await harness.call('ListExecutions', { mapRunArn: text(after, 'mapRunArn') })
  const counts = Array.isArray(executions)
    ? executions.map((one) => Number(Reflect.get(Object(one), 'redriveCount')))
    : []
  // STANDARD children go on under their own name; EXPRESS ones start afresh.
  expect(counts.sort((a, b) => a - b)).toEqual(type === 'STANDARD' ? [0, 0, 1] : [0, 0, 0])
  const key = text(Object(Reflect.get(Object(outputOf(redriven)), 'ResultWriterDetails')), 'Key')
  expect(key).toMatch(/Redrive-1\/manifest\.json$/)
  const manifest = JSON.parse(harness.s3.text('bucket', key) ?? '')
  expect(manifest.ResultFiles).toMatchObject({
    FAILED: [],
    PENDING: [],
    SUCCEEDED: [{ Key: expect.not.stringContaining('Redrive') }, { Key: expect.stringContaining('Redrive-1') }],
  })
  expect(await harness.events(text(redriven, 'executionArn'))).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunFailed',
    'MapStateFailed',
    'ExecutionFailed',
    'ExecutionRedriven',
    'MapRunRedriven',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ])
})

test('a Map state that failed on its data limit gets a new Map Run when redriven', async () => {
  let size = 200_000
  harness = createHarness(() => 'x'.repeat(size))
  const failed = await harness.run(distributedMap({}, 'EXPRESS'), { items: [1, 2] })
  expect(failed['error']).toBe('States.DataLimitExceeded')
  size = 10
  await harness.call('RedriveExecution', { executionArn: text(failed, 'executionArn') })
  const redriven = await harness.settled(text(failed, 'executionArn'))
  expect(redriven['status']).toBe('SUCCEEDED')
  const { mapRuns } = await harness.call('ListMapRuns', { executionArn: text(failed, 'executionArn') })
  expect(mapRuns).toHaveLength(2)
})
