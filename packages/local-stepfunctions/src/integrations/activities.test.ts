import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JsonObject } from '../language/json.ts'
import { createHarness, type Harness, outputOf, text } from '../testing/harness.ts'

// The events, the times and the words were observed on AWS in September 2026.

let harness: Harness
let activityArn: string

beforeEach(async () => {
  harness = createHarness()
  activityArn = text(await harness.call('CreateActivity', { name: 'review' }), 'activityArn')
})
afterEach(() => harness.close())

function task(extra: JsonObject = {}): JsonObject {
  return { StartAt: 'T', States: { T: { Type: 'Task', Resource: activityArn, End: true, ...extra } } }
}

async function begin(extra: JsonObject = {}): Promise<string> {
  return harness.start(await harness.create(task(extra)), { id: 7 })
}

const take = () => harness.call('GetActivityTask', { activityArn, workerName: 'worker' })
const later = (seconds: number) => new Promise<void>((resolve) => harness.clock.setTimeout(resolve, seconds * 1000))

test('a worker takes the task of an activity and sends its result', async () => {
  const executionArn = await begin({ TimeoutSeconds: 3, HeartbeatSeconds: 2 })
  // Both limits count from when the task is taken.
  await later(5)
  const { taskToken = '', input } = await take()
  expect(input).toBe('{"id":7}')
  await harness.call('SendTaskSuccess', { taskToken, output: '{"ok":true}' })
  expect(outputOf(await harness.settled(executionArn))).toEqual({ ok: true })
  const { events } = await harness.call('GetExecutionHistory', { executionArn })
  expect(events).toMatchObject([
    { type: 'ExecutionStarted' },
    { type: 'TaskStateEntered' },
    {
      type: 'ActivityScheduled',
      activityScheduledEventDetails: {
        resource: activityArn,
        input: '{"id":7}',
        timeoutInSeconds: 3,
        heartbeatInSeconds: 2,
      },
    },
    { type: 'ActivityStarted', activityStartedEventDetails: { workerName: 'worker' } },
    { type: 'ActivitySucceeded', activitySucceededEventDetails: { output: '{"ok":true}' } },
    { type: 'TaskStateExited' },
    { type: 'ExecutionSucceeded' },
  ])
})

test('a missed heartbeat is a States.Timeout, and a heartbeat holds it off', async () => {
  const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Late' }]
  const definition = task({ HeartbeatSeconds: 2, Catch })
  const states = { ...Object(definition['States']), Late: { Type: 'Pass', End: true } }
  const executionArn = await harness.start(await harness.create({ ...definition, States: states }))
  const { taskToken = '' } = await take()
  await later(1.5)
  await harness.call('SendTaskHeartbeat', { taskToken })
  await later(1.5)
  expect(await harness.call('DescribeExecution', { executionArn })).toMatchObject({ status: 'RUNNING' })
  expect(outputOf(await harness.settled(executionArn))).toEqual({ Error: 'States.Timeout', Cause: '' })
  expect(await harness.events(executionArn)).toContain('ActivityTimedOut')
  await expect(harness.call('SendTaskHeartbeat', { taskToken })).rejects.toMatchObject({ name: 'TaskTimedOut' })
})

test('a failed task is offered again with a token of its own', async () => {
  const executionArn = await begin({ Retry: [{ ErrorEquals: ['Again'], MaxAttempts: 1 }] })
  const first = await take()
  await harness.call('SendTaskFailure', { taskToken: first['taskToken'] ?? '', error: 'Again' })
  const second = await take()
  expect(second['taskToken']).not.toBe(first['taskToken'])
  await expect(
    harness.call('SendTaskSuccess', { taskToken: first['taskToken'] ?? '', output: '{}' }),
  ).rejects.toMatchObject({ name: 'TaskTimedOut' })
  await harness.call('SendTaskFailure', { taskToken: second['taskToken'] ?? '', error: 'Again', cause: 'spent' })
  expect(await harness.settled(executionArn)).toMatchObject({ status: 'FAILED', error: 'Again', cause: 'spent' })
})

test('what is no token, and what is no output, is refused, and the task goes on waiting', async () => {
  const executionArn = await begin()
  const { taskToken = '' } = await take()
  const send = (token: string, output: string) => harness.call('SendTaskSuccess', { taskToken: token, output })
  await expect(send('nonsense', 'not-json')).rejects.toMatchObject({ name: 'InvalidToken' })
  await expect(send(text({ taskToken }, 'taskToken'), 'not-json')).rejects.toMatchObject({
    name: 'InvalidOutput',
    message: "Invalid Output: 'not-json' is not valid JSON.",
  })
  await send(text({ taskToken }, 'taskToken'), '1')
  expect(await harness.settled(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '1' })
})

test('without a task the worker gets an empty answer after a minute', async () => {
  const before = harness.clock.now()
  expect(await take()).toEqual({})
  expect(harness.clock.now() - before).toBe(60_000)
})

test('an activity that does not exist fails the state before anything is scheduled', async () => {
  await harness.call('DeleteActivity', { activityArn })
  const description = await harness.run(task())
  expect(description).toMatchObject({
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'T' (entered at the event id #2). The activity ${activityArn} does not exist.`,
  })
  expect(await harness.events(text(description, 'executionArn'))).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'ExecutionFailed',
  ])
  await expect(take()).rejects.toMatchObject({ name: 'ActivityDoesNotExist' })
})
