import { afterEach, expect, test } from 'vitest'
import type { JsonObject } from '../language/json.ts'
import { createHarness, distributedMap, type Harness, outputOf, text } from '../testing/harness.ts'

let harness: Harness
afterEach(() => harness.close())

const WORK = 'arn:aws:lambda:us-east-1:123456789012:function:work'

function task(extra: JsonObject = {}): JsonObject {
  return { StartAt: 'Work', States: { Work: { Type: 'Task', Resource: WORK, End: true, ...extra } } }
}

test('fails when a function gives garbage, too much, an unnamed error, or cannot be called', async () => {
  const answers = [
    { payload: 'not json' },
    { payload: JSON.stringify('x'.repeat(7_000_000)) },
    { payload: '{"errorMessage":"?"}', functionError: 'Unhandled' as const },
    undefined,
  ]
  harness = createHarness(undefined, {
    invokeFunction: async () => {
      const answer = answers.shift()
      if (answer === undefined) throw Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' })
      return { statusCode: 200, executedVersion: '$LATEST', ...answer }
    },
  })
  expect(outputOf(await harness.run(task()))).toBe('not json')
  expect(await harness.run(task())).toMatchObject({ error: 'States.DataLimitExceeded' })
  expect(await harness.run(task())).toMatchObject({ error: 'Lambda.Unknown' })
  expect(await harness.run(task())).toMatchObject({
    error: 'Lambda.TooManyRequestsException',
    cause: expect.stringContaining('Status Code: 429'),
  })
})

test('a callback of the host that throws anything fails the task, never the engine', async () => {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- hosts in JavaScript do this
  harness = createHarness(undefined, { invokeFunction: () => Promise.reject('just a string') })
  expect(await harness.run(task())).toMatchObject({
    status: 'FAILED',
    error: 'Lambda.SdkClientException',
    cause: 'just a string',
  })
})

test('a denied call fails with the action that is missing', async () => {
  harness = createHarness(undefined, {
    authorize: ({ action }) => {
      if (action === 'lambda:InvokeFunction') throw new Error('no statement allows it')
    },
  })
  expect(await harness.run(task())).toMatchObject({
    error: 'Lambda.AccessDeniedException',
    cause: expect.stringContaining('not authorized to perform: lambda:InvokeFunction'),
  })
})

test('every call that a Distributed Map and a .sync task make is asked for', async () => {
  const asked: string[] = []
  harness = createHarness(undefined, {
    authorize: ({ action, resource }) => void asked.push(`${action} ${resource.replace(/[0-9a-f-]{36}/, 'ID')}`),
  })
  await harness.run(distributedMap(), { items: [1] })
  expect(asked).toEqual([
    'states:StartExecution arn:aws:states:us-east-1:123456789012:stateMachine:machine-1',
    'states:DescribeExecution arn:aws:states:us-east-1:123456789012:execution:machine-1:ID',
    'states:StopExecution arn:aws:states:us-east-1:123456789012:execution:machine-1:ID',
    'lambda:InvokeFunction arn:aws:lambda:us-east-1:123456789012:function:work',
  ])
  asked.length = 0
  const inner = await harness.create({ StartAt: 'S', States: { S: { Type: 'Succeed' } } }, { name: 'inner' })
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: inner },
    End: true,
  }
  await harness.run({ StartAt: 'S', States: { S: state } })
  expect(asked.map((call) => call.split(' ')[0])).toEqual([
    'states:StartExecution',
    'states:DescribeExecution',
    'states:StopExecution',
    'events:PutTargets',
    'events:PutRule',
    'events:DescribeRule',
  ])
})

test('a .sync task runs the other machine, and stops it when it times out itself', async () => {
  harness = createHarness(() => new Promise(() => {}))
  const inner = await harness.create(
    { StartAt: 'W', States: { W: { Type: 'Wait', SecondsPath: '$.seconds', End: true } } },
    { name: 'inner' },
  )
  const outer = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    TimeoutSeconds: 60,
    Parameters: { StateMachineArn: inner, Name: 'child', 'Input.$': '$' },
    End: true,
  }
  const quick = await harness.run(
    { StartAt: 'S', States: { S: { ...outer, Parameters: { StateMachineArn: inner, 'Input.$': '$' } } } },
    { seconds: 5 },
  )
  expect(outputOf(quick)).toMatchObject({ Status: 'SUCCEEDED', Output: { seconds: 5 } })
  const slow = await harness.run({ StartAt: 'S', States: { S: outer } }, { seconds: 500 })
  expect(slow).toMatchObject({ status: 'FAILED', error: 'States.Timeout' })
  expect(await harness.settled('arn:aws:states:us-east-1:123456789012:execution:inner:child')).toMatchObject({
    status: 'ABORTED',
  })
})

test('a failed .sync task carries the description of what failed', async () => {
  harness = createHarness()
  const inner = await harness.create(
    { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Inner', Cause: 'why' } } },
    { name: 'inner' },
  )
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { StateMachineArn: inner },
    End: true,
  }
  const description = await harness.run({ StartAt: 'S', States: { S: state } })
  expect(description['error']).toBe('States.TaskFailed')
  expect(JSON.parse(text(description, 'cause'))).toMatchObject({ Status: 'FAILED', Error: 'Inner', Cause: 'why' })
})

test('a task token is answered from outside, and heartbeats keep the task alive', async () => {
  let token = ''
  harness = createHarness((event) => {
    token = String(Reflect.get(Object(event), 'token'))
    return null
  })
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    HeartbeatSeconds: 10,
    Parameters: { FunctionName: 'work', Payload: { 'token.$': '$$.Task.Token' } },
    End: true,
  }
  const stateMachineArn = await harness.create({ StartAt: 'T', States: { T: state } })
  const begin = () => harness.start(stateMachineArn)
  const after = (ms: number) => new Promise<void>((resolve) => harness.clock.setTimeout(resolve, ms))
  const answered = await begin()
  await after(8000)
  await harness.call('SendTaskHeartbeat', { taskToken: token })
  await after(8000)
  await harness.call('SendTaskSuccess', { taskToken: token, output: '{"ok":true}' })
  expect(outputOf(await harness.settled(answered))).toEqual({ ok: true })
  await expect(harness.call('SendTaskSuccess', { taskToken: token, output: '1' })).rejects.toMatchObject({
    name: 'TaskTimedOut',
  })
  expect(await harness.settled(await begin())).toMatchObject({ error: 'States.HeartbeatTimeout' })
})

test('aws-sdk tasks reach S3, the engine itself and the services of the host', async () => {
  harness = createHarness(undefined, {
    callService: async ({ service, action, parameters }) => {
      if (action === 'deleteItem') throw Object.assign(new Error('no table'), { name: 'ResourceNotFoundException' })
      return { service, action, parameters }
    },
  })
  harness.s3.put('bucket', 'key', 'hello')
  const call = (Resource: string, Parameters: JsonObject = {}) =>
    harness.run({ StartAt: 'T', States: { T: { Type: 'Task', Resource, Parameters, End: true } } })
  expect(outputOf(await call('arn:aws:states:::aws-sdk:s3:getObject', { Bucket: 'bucket', Key: 'key' }))).toMatchObject(
    { Body: 'hello' },
  )
  expect(await call('arn:aws:states:::aws-sdk:s3:getObject', { Bucket: 'bucket', Key: 'none' })).toMatchObject({
    error: 'S3.NoSuchKeyException',
    cause: expect.stringMatching(/ \(Service: S3, Status Code: 404, Request ID: .+\) \(SDK Attempt Count: 1\)$/),
  })
  expect(outputOf(await call('arn:aws:states:::aws-sdk:sfn:listStateMachines'))).toMatchObject({
    StateMachines: expect.any(Array),
  })
  expect(outputOf(await call('arn:aws:states:::dynamodb:getItem', { TableName: 't', Key: 1 }))).toEqual({
    service: 'dynamodb',
    action: 'getItem',
    parameters: { TableName: 't', Key: 1 },
  })
  expect(await call('arn:aws:states:::dynamodb:deleteItem', { TableName: 't', Key: 1 })).toMatchObject({
    error: 'DynamoDB.ResourceNotFoundException',
  })
})
