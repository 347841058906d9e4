import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { expect, test } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import { sampleOptions } from './stack/testing/sample-cloud.ts'

test('executions of an earlier start are still there, and its machines take new executions', async () => {
  const options = { ...(await sampleOptions({})), keepExecutions: true }
  const first = await startLocalCloud(options)
  const stateMachineArn = first.model.stateMachines[0]?.arn
  const sfn = (cloud: typeof first) =>
    new SFNClient({ endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials })
  const start = { stateMachineArn, input: '{"n":1}' }
  const { executionArn } = await sfn(first).send(new StartExecutionCommand(start))
  const status = async (cloud: typeof first) =>
    (await sfn(cloud).send(new DescribeExecutionCommand({ executionArn }))).status
  await expect.poll(() => status(first), { timeout: 10_000 }).toBe('SUCCEEDED')
  await first.stop()

  const second = await startLocalCloud(options)
  try {
    expect(await status(second)).toBe('SUCCEEDED')
    const again = await sfn(second).send(new StartExecutionCommand(start))
    expect(again.executionArn).not.toBe(executionArn)
  } finally {
    await second.stop()
  }
})
