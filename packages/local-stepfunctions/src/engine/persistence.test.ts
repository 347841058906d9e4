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
