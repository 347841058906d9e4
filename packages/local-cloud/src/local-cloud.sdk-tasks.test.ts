import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import type { LocalCloud } from './local-cloud-types.ts'
import { allowing, workWith } from './stack/testing/fork-stacks.ts'
import { sampleOptions } from './stack/testing/sample-cloud.ts'
import { writeStacks } from './stack/testing/write-stacks.ts'

/* `aws-sdk:` tasks call the services of the stacks, with the policies of the machine's role. */

let cloud: LocalCloud
let sfn: SFNClient

beforeAll(async () => {
  const options = await sampleOptions()
  const onBucket = allowing(['s3:GetObject', 's3:PutObject'], { Resource: '${local.bucket_arn}/in/*' })
  const work = workWith({
    aws_sqs_queue: { jobs: { name: 'sample-jobs' } },
    aws_iam_role_policy: {
      sdk: { name: 'sdk', role: '${aws_iam_role.machine.id}', policy: allowing(['sqs:SendMessage', 'sns:Publish']) },
      bucket: { name: 'bucket', role: '${aws_iam_role.machine.id}', policy: onBucket },
    },
  })
  await writeStacks(options.stacksFolder, { work })
  cloud = await startLocalCloud(options)
  const { endpoint, region, credentials } = cloud
  sfn = new SFNClient({ endpoint, region, credentials })
})

afterAll(() => cloud.stop())

async function run(Resource: string, Parameters: object) {
  const state = { Type: 'Task', Resource: `arn:aws:states:::${Resource}`, Parameters, End: true }
  const definition = JSON.stringify({ StartAt: 'Call', States: { Call: state } })
  const roleArn = cloud.model.roles.find(({ name }) => name === 'sample-machine')?.arn
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: randomUUID(), definition, roleArn }))
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }))
  for (;;) {
    const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (status !== 'RUNNING') return { output: output === undefined ? undefined : JSON.parse(output), error, cause }
    await sleep(10)
  }
}

const Bucket = 'sample-data-123456789012'

test('an object is written and read where the role may, and nowhere else', async () => {
  expect((await run('aws-sdk:s3:putObject', { Bucket, Key: 'in/a', Body: 'text' })).error).toBeUndefined()
  expect((await run('aws-sdk:s3:getObject', { Bucket, Key: 'in/a' })).output).toMatchObject({ Body: 'text' })
  const denied = await run('aws-sdk:s3:getObject', { Bucket, Key: 'out/a' })
  expect(denied.cause).toContain(`role sample-machine lacks s3:GetObject on arn:aws:s3:::${Bucket}/out/a`)
  expect((await run('aws-sdk:s3:listObjectsV2', { Bucket, Prefix: 'in/' })).cause).toContain('lacks s3:ListBucket on')
})

test('queues, topics and functions', async () => {
  const QueueUrl = cloud.model.queues[0]?.url
  const sent = await run('sqs:sendMessage', { QueueUrl, MessageBody: { n: 1 } })
  expect(sent.output).toMatchObject({ MessageId: expect.any(String) })
  const TopicArn = cloud.model.topics[0]?.arn
  expect((await run('aws-sdk:sns:publish', { TopicArn, Message: 'hello' })).error).toBeUndefined()
  expect(cloud.messages().at(-1)?.message).toBe('hello')
  const invoked = await run('aws-sdk:lambda:invoke', { FunctionName: 'sample-echo', Payload: { n: 2 } })
  expect(JSON.parse(invoked.output.Payload)).toMatchObject({ event: { n: 2 } })
})

test('what the role may not, and what is not here, fails with the reason', async () => {
  const read = await run('aws-sdk:sqs:receiveMessage', { QueueUrl: cloud.model.queues[0]?.url })
  expect(read.cause).toContain('role sample-machine lacks sqs:ReceiveMessage on arn:aws:sqs:')
  const secret = await run('aws-sdk:secretsmanager:getSecretValue', { SecretId: 'sample/source' })
  expect(secret.error).toBe('SecretsManager.AccessDeniedException')
  expect(secret.cause).toContain(`lacks secretsmanager:GetSecretValue on ${cloud.model.secrets[0]?.arn}`)
  const missing = await run('aws-sdk:sqs:sendMessage', { QueueUrl: 'none', MessageBody: 'a' })
  expect(missing.error).toBe('Sqs.QueueDoesNotExistException')
  expect((await run('aws-sdk:dynamodb:getItem', { TableName: 't' })).cause).toContain('lacks dynamodb:GetItem')
})
