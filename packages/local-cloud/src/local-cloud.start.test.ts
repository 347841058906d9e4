import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { describe, expect, test } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import type { LocalCloud } from './local-cloud-types.ts'
import { sampleOptions, workWithMachine, workWithRoles } from './stack/testing/sample-cloud.ts'
import { writeStacks } from './stack/testing/write-stacks.ts'

const clientOf = ({
  endpoint,
  region,
  credentials,
}: LocalCloud): Pick<LocalCloud, 'endpoint' | 'region' | 'credentials'> => ({
  endpoint,
  region,
  credentials,
})

describe('the start fails', () => {
  test('when a role does not trust its service', async () => {
    const options = await sampleOptions()
    const work = workWithRoles(({ worker, machine, ...others }) => ({
      ...others,
      machine: { ...machine },
      worker: { ...worker, assume_role_policy: machine?.['assume_role_policy'] ?? '' },
    }))
    await writeStacks(options.stacksFolder, { work })
    await expect(startLocalCloud(options)).rejects.toThrow(
      'the role sample-worker of work/aws_lambda_function.echo does not trust lambda.amazonaws.com',
    )
  })

  test('when a secret is given that no stack has', async () => {
    const options = await sampleOptions({ secrets: { 'aws_secretsmanager_secret.sauce': 'x' } })
    await expect(startLocalCloud(options)).rejects.toThrow(
      /names aws_secretsmanager_secret\.sauce, and the stacks have: /,
    )
  })

  test('when AWS would refuse a definition', async () => {
    const options = await sampleOptions()
    const definition = '{"States":{}}'
    const work = workWithMachine({ name: 'broken', role_arn: '${aws_iam_role.machine.arn}', definition })
    await writeStacks(options.stacksFolder, { work })
    await expect(startLocalCloud(options)).rejects.toThrow(/work\/aws_sfn_state_machine\.main: InvalidDefinition/)
  })
})

test('fails when a machine may not call its function', async () => {
  const options = await sampleOptions()
  await writeStacks(options.stacksFolder, {
    work: workWithRoles((roles) => ({ ...roles, machine: { ...roles['machine'], inline_policy: [] } })),
  })
  const cloud = await startLocalCloud(options)
  const sfn = new SFNClient(clientOf(cloud))
  const stateMachineArn = cloud.model.stateMachines[0]?.arn
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }))
  await expect
    .poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).cause)
    .toMatch(/role sample-machine lacks lambda:InvokeFunction on .*:function:sample-echo/)
  await cloud.stop()
})

test('without enforcement everything is allowed', async () => {
  const options = await sampleOptions({ iam: 'off' })
  await writeStacks(options.stacksFolder, {
    work: workWithRoles((roles) => ({ ...roles, machine: { ...roles['machine'], inline_policy: [] } })),
  })
  const cloud = await startLocalCloud(options)
  const sfn = new SFNClient(clientOf(cloud))
  const stateMachineArn = cloud.model.stateMachines[0]?.arn
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }))
  await expect
    .poll(async () => (await sfn.send(new DescribeExecutionCommand({ executionArn }))).status)
    .toBe('SUCCEEDED')
  await cloud.stop()
})

test('stopping ends every worker, and what it was doing fails', async () => {
  let markStarted = (): void => undefined
  const started = new Promise<void>((resolve) => {
    markStarted = resolve
  })
  const onLog = ({ line }: { line: string }): void => {
    if (line.startsWith('START')) markStarted()
  }
  const cloud = await startLocalCloud(await sampleOptions({ onLog }))
  const lambda = new LambdaClient({ ...clientOf(cloud), maxAttempts: 1 })
  const running = lambda.send(new InvokeCommand({ FunctionName: 'sample-echo', Payload: '{"wait":60000}' }))
  const ended = Promise.allSettled([running])
  await started
  await cloud.stop()
  expect(await ended).toMatchObject([{ status: 'fulfilled', value: { FunctionError: 'Unhandled' } }])
  await cloud.stop()
})

test('stopping while a worker starts leaves none behind', async () => {
  const cloud = await startLocalCloud(await sampleOptions())
  const lambda = new LambdaClient({ ...clientOf(cloud), maxAttempts: 1 })
  const ended = Promise.allSettled([
    lambda.send(new InvokeCommand({ FunctionName: 'sample-echo', Payload: '{"wait":60000}' })),
  ])
  await cloud.stop()
  expect(await ended).not.toMatchObject([{ value: { FunctionError: undefined } }])
})
