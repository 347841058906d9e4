import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../language/json.ts'
import { createHarness, type Harness, outputOf, TEST_ROLE } from '../testing/harness.ts'

const WORK = 'arn:aws:lambda:us-east-1:123456789012:function:work'

let harness: Harness
afterEach(() => harness.close())

function testState(definition: object, more: JsonObject = {}): Promise<JsonObject> {
  return harness.call('TestState', { definition: JSON.stringify(definition), roleArn: TEST_ROLE, ...more })
}

test('a state that goes on', async () => {
  harness = createHarness()
  const state = {
    Type: 'Pass',
    InputPath: '$.a',
    Parameters: { 'x.$': '$.b' },
    ResultPath: '$.made',
    OutputPath: '$.made',
    Next: 'Elsewhere',
  }
  const request = { input: '{"a":{"b":1}}', inspectionLevel: 'DEBUG' }
  expect(await testState(state, request)).toEqual({
    output: '{"x":1}',
    nextState: 'Elsewhere',
    status: 'SUCCEEDED',
    inspectionData: {
      input: '{"a":{"b":1}}',
      afterInputPath: '{"b":1}',
      afterParameters: '{"x":1}',
      result: '{"x":1}',
      afterResultSelector: '{"x":1}',
      afterResultPath: '{"a":{"b":1},"made":{"x":1}}',
    },
  })
})

test('a task is called, and its failure is told to be retried, then caught', async () => {
  let calls = 0
  harness = createHarness(() => {
    calls += 1
    throw new RangeError('too far')
  })
  const state = {
    Type: 'Task',
    Resource: WORK,
    End: true,
    Retry: [{ ErrorEquals: ['States.Timeout'] }, { ErrorEquals: ['RangeError'], IntervalSeconds: 5, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Repair' }],
  }
  expect(await testState(state, { inspectionLevel: 'DEBUG' })).toMatchObject({
    status: 'RETRIABLE',
    error: 'RangeError',
    inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 5 } },
  })
  expect(calls).toBe(1)
  const spent = await testState(state, { input: '{"a":1}', stateConfiguration: { retrierRetryCount: 2 } })
  expect(spent).toMatchObject({ status: 'CAUGHT_ERROR', error: 'RangeError', nextState: 'Repair' })
  expect(outputOf(spent)).toMatchObject({ a: 1, error: { Error: 'RangeError' } })
})

test('a mock answers in the place of a task, with variables at hand', async () => {
  harness = createHarness(() => Promise.reject(new Error('must not be called')))
  const state = {
    QueryLanguage: 'JSONata',
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Arguments: { QueueUrl: 'q', MessageBody: '{% $base + 1 %}' },
    Output: '{% $states.result.n + $base %}',
    End: true,
  }
  const request = { variables: '{"base":1}', inspectionLevel: 'DEBUG' }
  expect(await testState(state, { ...request, mock: { result: '{"n":2}' } })).toEqual({
    output: '3',
    status: 'SUCCEEDED',
    inspectionData: {
      input: '{}',
      afterArguments: '{"QueueUrl":"q","MessageBody":2}',
      result: '{"n":2}',
      variables: '{"base":1}',
    },
  })
  const broken = { errorOutput: { error: 'Mine', cause: 'because' } }
  expect(await testState(state, { ...request, inspectionLevel: 'INFO', mock: broken })).toEqual({
    status: 'FAILED',
    error: 'Mine',
    cause: 'because',
  })
  await expect(testState(state, request)).rejects.toThrow('not supported when a mock is not specified')
})

test('causes name no event; a machine is tested by the name of a state', async () => {
  harness = createHarness()
  const machine = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', OutputPath: '$.no', End: true } },
  }
  expect(await testState(machine, { stateName: 'B', input: '{"a":1}' })).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: "Invalid path '$.no' : No results for path: $['no']",
  })
  expect(await testState(machine, { input: '{"a":1}' })).toEqual({
    status: 'SUCCEEDED',
    output: '{"a":1}',
    nextState: 'B',
  })
  await expect(testState({ Type: 'Pass' })).rejects.toMatchObject({ name: 'InvalidDefinition' })
  await expect(testState({ Type: 'Pass', End: true }, { input: '{' })).rejects.toMatchObject({
    name: 'InvalidExecutionInput',
  })
  const wait = { Type: 'Wait', Seconds: 400, End: true }
  expect(await testState(wait)).toEqual({ status: 'FAILED', error: 'States.Timeout' })
})
