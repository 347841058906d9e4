import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../language/json.ts'
import { createHarness, type Harness, outputOf, text } from '../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

const WORK = 'arn:aws:lambda:us-east-1:123456789012:function:work'

function task(extra: JsonObject = {}): JsonObject {
  return { StartAt: 'Work', States: { Work: { Type: 'Task', Resource: WORK, End: true, ...extra } } }
}

function failing(times: number, name = 'Broken') {
  let calls = 0
  return (event: unknown) => {
    calls += 1
    if (calls <= times) throw Object.assign(new Error('no'), { name })
    return { calls, event: JSON.stringify(event) }
  }
}

test('Retry waits with backoff, capped by MaxDelaySeconds', async () => {
  harness = createHarness(failing(4))
  const retrier = { ErrorEquals: ['Broken'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 }
  const before = harness.clock.now()
  const description = await harness.run(task({ Retry: [retrier] }))
  expect(outputOf(description)).toMatchObject({ calls: 5 })
  expect(harness.clock.now() - before).toBe((2 + 6 + 10 + 10) * 1000)
})

test('full jitter never waits longer than the backoff', async () => {
  harness = createHarness(failing(2))
  const before = harness.clock.now()
  await harness.run(task({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, JitterStrategy: 'FULL' }] }))
  expect(harness.clock.now() - before).toBeLessThanOrEqual(15_000)
})

test('spent retries go to Catch, with error and cause at ResultPath', async () => {
  harness = createHarness(failing(9))
  const description = await harness.run(
    {
      StartAt: 'Work',
      States: {
        Work: {
          Type: 'Task',
          Resource: WORK,
          Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['States.TaskFailed'], ResultPath: '$.problem', Next: 'After' }],
          End: true,
        },
        After: { Type: 'Pass', End: true },
      },
    },
    { kept: true },
  )
  expect(outputOf(description)).toEqual({
    kept: true,
    problem: { Error: 'Broken', Cause: '{"errorType":"Broken","errorMessage":"no"}' },
  })
})

test('States.TaskFailed does not catch a timeout, States.ALL not a States.Runtime', async () => {
  harness = createHarness(() => new Promise(() => {}))
  const late = await harness.run(task({ TimeoutSeconds: 3, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }))
  expect(late).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  const broken = await harness.run({
    StartAt: 'P',
    States: {
      P: {
        Type: 'Task',
        Resource: WORK,
        Parameters: { 'a.$': '$.none' },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Q' }],
        End: true,
      },
      Q: { Type: 'Succeed' },
    },
  })
  expect(broken).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
})

test('TimeoutSeconds of the machine ends it as TIMED_OUT', async () => {
  harness = createHarness()
  const description = await harness.run({
    TimeoutSeconds: 60,
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 3600, End: true } },
  })
  expect(description['status']).toBe('TIMED_OUT')
  expect(await harness.events(text(description, 'executionArn'))).toContain('ExecutionTimedOut')
})

test('a STANDARD execution ends after a year', async () => {
  harness = createHarness()
  const description = await harness.run({
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 400 * 24 * 3600, End: true } },
  })
  expect(description['status']).toBe('TIMED_OUT')
  const seconds = Number(description['stopDate']) - Number(description['startDate'])
  expect(seconds).toBe(365 * 24 * 3600)
})

test('a failing branch stops the others, and Parallel fails with its error', async () => {
  harness = createHarness((_, name) =>
    name === 'work' ? Promise.reject(new RangeError('branch')) : new Promise(() => {}),
  )
  const branch = (name: string) => ({
    StartAt: name,
    States: { [name]: { Type: 'Task', Resource: WORK.replace('work', name), End: true } },
  })
  const description = await harness.run({
    StartAt: 'P',
    States: { P: { Type: 'Parallel', Branches: [branch('work'), branch('slow')], End: true } },
  })
  expect(description).toMatchObject({ status: 'FAILED', error: 'RangeError' })
  expect(await harness.events(text(description, 'executionArn'))).toContain('TaskStateAborted')
})

test('an inline Map keeps order, and at most its MaxConcurrency runs at once', async () => {
  let running = 0
  let most = 0
  harness = createHarness(async (event) => {
    running += 1
    most = Math.max(most, running)
    await new Promise<void>((resolve) => harness.clock.setTimeout(resolve, 1000 * (10 - Number(event))))
    running -= 1
    return Number(event) * 2
  })
  const description = await harness.run(
    { StartAt: 'M', States: { M: { Type: 'Map', MaxConcurrency: 3, ItemProcessor: task(), End: true } } },
    [1, 2, 3, 4, 5, 6],
  )
  expect(outputOf(description)).toEqual([2, 4, 6, 8, 10, 12])
  expect(most).toBe(3)
})

test('an inline Map whose concurrency comes out negative never begins, until its execution is stopped', async () => {
  harness = createHarness()
  const executionArn = await harness.start(
    await harness.create({
      StartAt: 'M',
      States: {
        M: { Type: 'Map', ItemsPath: '$.items', MaxConcurrencyPath: '$.most', ItemProcessor: task(), End: true },
      },
    }),
    { items: [1], most: -1 },
  )
  expect(await harness.events(executionArn)).toEqual(['ExecutionStarted'])
  await harness.call('StopExecution', { executionArn })
  expect(await harness.events(executionArn)).toEqual(['ExecutionStarted', 'ExecutionAborted'])
})

test('a redrive resumes the failed iteration only, without entering finished states again', async () => {
  const seen: unknown[] = []
  let broken = true
  harness = createHarness((event) => {
    seen.push(event)
    if (broken && event === 2) throw new Error('bad')
    return event
  })
  const failed = await harness.run(
    { StartAt: 'M', States: { M: { Type: 'Map', MaxConcurrency: 1, ItemProcessor: task(), End: true } } },
    [1, 2, 3],
  )
  expect(failed['status']).toBe('FAILED')
  broken = false
  await harness.call('RedriveExecution', { executionArn: text(failed, 'executionArn') })
  const redriven = await harness.settled(text(failed, 'executionArn'))
  expect(outputOf(redriven)).toEqual([1, 2, 3])
  expect(seen).toEqual([1, 2, 2, 3])
})

test('fails when a JSONata expression never ends', { timeout: 60_000 }, async () => {
  harness = createHarness()
  const endless = '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}'
  const description = await harness.run({
    QueryLanguage: 'JSONata',
    StartAt: 'P',
    States: { P: { Type: 'Pass', Output: endless, End: true } },
  })
  expect(description).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining('infinite loop'),
  })
})

test('an execution that never ends stops at 25,000 events', async () => {
  harness = createHarness()
  const description = await harness.run({
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.never', IsPresent: true, Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    },
  })
  expect(description).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('25000'),
  })
})
