import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EngineServer } from '../http-server.ts'
import { serveEngine } from '../http-server.ts'
import { createHarness, distributedMap, type Harness, TEST_ROLE } from '../testing/harness.ts'

let harness: Harness
let server: EngineServer
let client: SFNClient
let isBroken = false
let gate: Promise<void> = Promise.resolve()

beforeAll(async () => {
  harness = createHarness(async (event) => {
    await gate
    if (isBroken && event === 2) throw new Error('broken')
    return event
  })
  server = await serveEngine(harness.engine)
  // StartSyncExecution would otherwise be sent to the host "sync-127.0.0.1".
  client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    disableHostPrefix: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
})

beforeEach(() => {
  isBroken = false
  gate = Promise.resolve()
})

afterAll(async () => {
  client.destroy()
  await server.close()
  await harness.close()
})

async function create(name: string, definition: object, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Promise<string> {
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      type,
      roleArn: TEST_ROLE,
      definition: JSON.stringify(definition),
      tags: [{ key: 'team', value: 'data' }],
    }),
  )
  return stateMachineArn ?? ''
}

async function settled(executionArn: string | undefined) {
  for (;;) {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }))
    if (description.status !== 'RUNNING') return description
  }
}

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }

test('create, start, list map runs, widen, stop, redrive', async () => {
  let open = (): void => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  const stateMachineArn = await create('mapper', distributedMap())
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name: 'first', input: '{"items":[1,2,3]}' }),
  )
  const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }))
  const mapRunArn = mapRuns?.[0]?.mapRunArn
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 2, toleratedFailurePercentage: 10 }))
  expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
    status: 'RUNNING',
    maxConcurrency: 2,
    toleratedFailurePercentage: 10,
    itemCounts: { running: 2, pending: 1 },
  })
  const stopped = await client.send(new StopExecutionCommand({ executionArn, error: 'Operator' }))
  expect(stopped.stopDate).toBeInstanceOf(Date)
  expect(await settled(executionArn)).toMatchObject({ status: 'ABORTED', redriveStatus: 'REDRIVABLE' })
  open()
  await client.send(new RedriveExecutionCommand({ executionArn, clientToken: 'token' }))
  const redriven = await settled(executionArn)
  expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, output: '[1,2,3]' })
  await client.send(new RedriveExecutionCommand({ executionArn, clientToken: 'token' }))
  expect((await settled(executionArn)).redriveCount).toBe(1)
  const { executions } = await client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'SUCCEEDED' }))
  expect(executions).toHaveLength(3)
  expect(executions?.[0]).toMatchObject({ mapRunArn, itemCount: 1 })
})

test('history comes in pages, either way round', async () => {
  const stateMachineArn = await create('paged', PASS)
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }))
  await settled(executionArn)
  const ids: (number | undefined)[] = []
  let nextToken: string | undefined
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 3, reverseOrder: true, nextToken }),
    )
    ids.push(...(page.events ?? []).map(({ id }) => id))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  expect(ids).toEqual([4, 3, 2, 1])
})

test('a name is used once: the same input gives the running execution, anything else an error', async () => {
  const stateMachineArn = await create('waiter', {
    StartAt: 'W',
    States: { W: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:work', End: true } },
  })
  let open = (): void => {}
  gate = new Promise((resolve) => {
    open = resolve
  })
  const first = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input: '1' }))
  const second = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input: '1' }))
  expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate })
  await expect(
    client.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input: '2' })),
  ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
  open()
  await settled(first.executionArn)
  await expect(
    client.send(new StartExecutionCommand({ stateMachineArn, name: 'once', input: '1' })),
  ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' })
})

test('errors carry the names that clients test for', async () => {
  const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:none'
  await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn: machine }))).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  })
  await expect(
    client.send(
      new DescribeExecutionCommand({ executionArn: 'arn:aws:states:us-east-1:123456789012:execution:none:x' }),
    ),
  ).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' })
  await expect(client.send(new DescribeExecutionCommand({ executionArn: 'nonsense' }))).rejects.toMatchObject({
    name: 'InvalidArn',
  })
  await expect(create('bad', { StartAt: 'Nowhere', States: PASS.States })).rejects.toMatchObject({
    name: 'InvalidDefinition',
  })
  const stateMachineArn = await create('fine', PASS)
  await expect(client.send(new StartExecutionCommand({ stateMachineArn, input: '{' }))).rejects.toMatchObject({
    name: 'InvalidExecutionInput',
  })
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }))
  await settled(executionArn)
  await expect(client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
  })
})

test('EXPRESS machines answer at once', async () => {
  const stateMachineArn = await create('express', PASS, 'EXPRESS')
  const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }))
  expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}', billingDetails: { billedMemoryUsedInMB: 64 } })
})

test('versions stay as they were published, aliases lead to them', async () => {
  const stateMachineArn = await create('versioned', PASS)
  const version = await client.send(new PublishStateMachineVersionCommand({ stateMachineArn }))
  expect(version.stateMachineVersionArn).toBe(`${stateMachineArn}:1`)
  const alias = await client.send(
    new CreateStateMachineAliasCommand({
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: version.stateMachineVersionArn, weight: 100 }],
    }),
  )
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: alias.stateMachineAliasArn }))
  expect(await settled(executionArn)).toMatchObject({
    stateMachineArn,
    stateMachineVersionArn: version.stateMachineVersionArn,
    stateMachineAliasArn: alias.stateMachineAliasArn,
  })
})

test('machines are listed and tagged', async () => {
  const stateMachineArn = await create('tagged', PASS)
  const { stateMachines } = await client.send(new ListStateMachinesCommand({ maxResults: 1000 }))
  expect(stateMachines?.map((machine) => machine.stateMachineArn)).toContain(stateMachineArn)
  expect(await client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }))).toMatchObject({
    tags: [{ key: 'team', value: 'data' }],
  })
})

test('validation gives every problem at once', async () => {
  const definition = JSON.stringify({
    StartAt: 'A',
    States: { A: { Type: 'Wait', Next: 'B' }, C: { Type: 'Pass', End: true, Foo: 1 } },
  })
  const answer = await client.send(new ValidateStateMachineDefinitionCommand({ definition }))
  expect(answer.result).toBe('FAIL')
  expect(answer.diagnostics?.map(({ location }) => location)).toEqual([
    '/States/A',
    '/States/C',
    '/States/A/Next',
    '/States/C',
  ])
})
