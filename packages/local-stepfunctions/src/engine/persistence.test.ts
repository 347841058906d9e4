import { appendFileSync, copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../clock/movable-clock.ts'
import type { Json } from '../language/json.ts'
import { createHarness, distributedMap, type Harness, outputOf, text } from '../testing/harness.ts'
import { TemporaryDirectory } from './spill.ts'

const directory = new TemporaryDirectory()
const open: Harness[] = []
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close()
  directory.dispose()
})

function start(file: string, respond: (event: Json) => Promise<Json> | Json): Harness {
  // Real time: a virtual clock would jump to the end of EXPRESS children while they wait.
  const harness = createHarness(respond, { storePath: join(directory.path(), file), clock: systemClock() })
  open.push(harness)
  return harness
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))))

test.each(['STANDARD', 'EXPRESS'] as const)(
  'a Map Run of %s children goes on after a crash, without running again what succeeded',
  async (type) => {
    const before = start('a', (event) => (event === 1 ? event : new Promise(() => {})))
    const stateMachineArn = await before.create(distributedMap({}, type), { name: 'mapper' })
    const executionArn = await before.start(stateMachineArn, { items: [1, 2, 3] })
    await turn()
    // A copy of the file is what a crash leaves; the last line may be cut short.
    copyFileSync(join(directory.path(), 'a'), join(directory.path(), 'b'))
    appendFileSync(join(directory.path(), 'b'), '["execution/x",{"arn')
    const seen: Json[] = []
    const after = start('b', (event) => {
      seen.push(event)
      return event
    })
    const description = await after.settled(executionArn)
    expect(outputOf(description)).toEqual([1, 2, 3])
    expect(seen).toEqual([2, 3])
    const { mapRuns } = await after.call('ListMapRuns', { executionArn })
    expect(mapRuns).toHaveLength(1)
    expect(await after.events(executionArn)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ])
  },
)

test('finished executions, machines, versions and tags are still there, and a failed one can be redriven', async () => {
  const before = start('c', () => Promise.reject(new Error('down')))
  const failed = await before.run(distributedMap(), { items: [1, 2] })
  const stateMachineArn = text(failed, 'stateMachineArn')
  await before.call('PublishStateMachineVersion', { stateMachineArn })
  await before.call('TagResource', { resourceArn: stateMachineArn, tags: [{ key: 'a', value: 'b' }] })
  await before.close()
  open.pop()
  const after = start('c', (event) => event)
  const executionArn = text(failed, 'executionArn')
  expect(await after.call('DescribeExecution', { executionArn })).toEqual(failed)
  expect(await after.call('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({
    tags: [{ key: 'a', value: 'b' }],
  })
  expect((await after.call('ListStateMachineVersions', { stateMachineArn }))['stateMachineVersions']).toHaveLength(1)
  await after.call('RedriveExecution', { executionArn })
  expect(outputOf(await after.settled(executionArn))).toEqual([1, 2])
})

test('branches of a Parallel keep their results over a restart', async () => {
  const before = start('d', () => new Promise(() => {}))
  const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: { ...state, End: true } } })
  const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:work' }
  const parallel = {
    Type: 'Parallel',
    Branches: [branch('P', { Type: 'Pass', Result: 'kept' }), branch('T', task)],
    End: true,
  }
  const stateMachineArn = await before.create({ StartAt: 'S', States: { S: parallel } }, { name: 'parallel' })
  const executionArn = await before.start(stateMachineArn)
  await turn()
  await before.close()
  open.pop()
  const after = start('d', () => 'done')
  expect(outputOf(await after.settled(executionArn))).toEqual(['kept', 'done'])
})

function taskMachine(state: object): Record<string, Json> {
  return { StartAt: 'T', States: { T: { Type: 'Task', End: true, ...state } } }
}

function tokenOf(event: Json): string {
  return text(Object(event), 'token')
}

test('a task token that was handed out is good after a restart, and the request is not sent again', async () => {
  const sent: Json[] = []
  const keep = (event: Json): Json => {
    sent.push(event)
    return {}
  }
  const before = start('e', keep)
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken'
  const Parameters = { FunctionName: 'notify', Payload: { 'token.$': '$$.Task.Token' } }
  const executionArn = await before.start(
    await before.create(taskMachine({ Resource, Parameters }), { name: 'callback' }),
  )
  await turn()
  await before.close()
  open.pop()
  const after = start('e', keep)
  await turn()
  await after.call('SendTaskSuccess', { taskToken: tokenOf(sent[0] ?? null), output: '"answered"' })
  expect(outputOf(await after.settled(executionArn))).toBe('answered')
  expect(sent).toHaveLength(1)
  expect(await after.events(executionArn)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ])
})

test('retries that were used stay used after a restart', async () => {
  let calls = 0
  const fail = (): never => {
    calls += 1
    throw Object.assign(new Error('no'), { name: 'Broken' })
  }
  const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:work'
  const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1, IntervalSeconds: 1 }]
  const before = start('f', fail)
  const stateMachineArn = await before.create(taskMachine({ Resource, Retry }), { name: 'retried' })
  const executionArn = await before.start(stateMachineArn)
  await turn()
  expect(calls).toBe(1)
  await before.close()
  open.pop()
  const after = start('f', fail)
  expect(await after.settled(executionArn)).toMatchObject({ status: 'FAILED', error: 'Broken' })
  expect(calls).toBe(2)
})

test('a .sync task goes on watching the execution it started', async () => {
  const before = start('g', (event) => event)
  const inner = await before.create(
    { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, End: true } } },
    { name: 'inner' },
  )
  const Parameters = { StateMachineArn: inner, Input: { a: 1 } }
  const outer = taskMachine({ Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters })
  const executionArn = await before.start(await before.create(outer, { name: 'outer' }))
  await turn()
  await before.close()
  open.pop()
  const after = start('g', (event) => event)
  expect(outputOf(await after.settled(executionArn))).toMatchObject({ Output: { a: 1 } })
  const { executions } = await after.call('ListExecutions', { stateMachineArn: inner })
  expect(executions).toHaveLength(1)
})

test('a machine and an activity that were only made are still there', async () => {
  const before = start('h', (event) => event)
  const stateMachineArn = await before.create(taskMachine({ Type: 'Succeed', End: undefined }), { name: 'plain' })
  const { activityArn = '' } = await before.call('CreateActivity', { name: 'review' })
  await before.close()
  open.pop()
  const after = start('h', (event) => event)
  expect(await after.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({ name: 'plain' })
  expect(await after.call('DescribeActivity', { activityArn })).toMatchObject({ name: 'review' })
})
