import { GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { JsonObject } from '@hourglass/local-stepfunctions/language/json'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import type { LocalCloud } from './local-cloud-types.ts'
import type { PublishedMessage } from './services/sns/topics.ts'
import { sampleOptions } from './stack/testing/sample-cloud.ts'

const changes: JsonObject[] = []
const messages: PublishedMessage[] = []
let cloud: LocalCloud
let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }

beforeAll(async () => {
  const given = await sampleOptions({
    onExecutionStatusChange: (detail) => changes.push(detail),
    onMessage: (message) => messages.push(message),
  })
  cloud = await startLocalCloud(given)
  client = { endpoint: cloud.endpoint, region: cloud.region, credentials: cloud.credentials }
})

afterAll(() => cloud.stop())

/** The access key that a worker of the function has. */
async function workerKey(): Promise<string> {
  const { Payload } = await new LambdaClient(client).send(
    new InvokeCommand({ FunctionName: 'sample-echo', Payload: '{}' }),
  )
  return JSON.parse(Payload?.transformToString() ?? '').key as string
}

async function waitForEnd(
  executionArn: string,
): Promise<{ status?: string; output?: string; error?: string; cause?: string }> {
  const sfn = new SFNClient(client)
  for (;;) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (execution.status !== 'RUNNING') {
      const { status, output, error, cause } = execution
      return Object.fromEntries(
        Object.entries({ status, output, error, cause }).filter(([, value]) => value !== undefined),
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function run(
  input: object,
): Promise<{ arn: string; status?: string; output?: string; error?: string; cause?: string }> {
  const stateMachineArn = cloud.model.stateMachines[0]?.arn
  const { executionArn: arn = '' } = await new SFNClient(client).send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  )
  return { arn, ...(await waitForEnd(arn)) }
}

describe('a state machine of the stack', () => {
  test('runs the function of the stack with its environment', async () => {
    const { status, output } = await run({ n: 1 })
    expect(status).toBe('SUCCEEDED')
    expect(JSON.parse(output ?? '')).toMatchObject({
      event: { n: 1 },
      bucket: 'sample-data-123456789012',
      database: '127.0.0.1:6543',
    })
  })

  test('a failure becomes a message, through the rule and the topic of the stack', async () => {
    const { arn, status, error } = await run({ fail: true })
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'AskedToError' })
    expect(changes.map(({ status: changed }) => changed)).toContain('FAILED')
    const alert = messages.map(({ message }) => JSON.parse(message)).find(({ detail }) => detail.executionArn === arn)
    expect(alert).toMatchObject({ source: 'aws.states', detail: { status: 'FAILED', error: 'AskedToError' } })
    expect(cloud.messages()).toEqual(messages)
  })

  test('starts by its schedule when the clock moves', async () => {
    await cloud.clock.advance(3_600_000)
    const stateMachineArn = cloud.model.stateMachines[0]?.arn
    const { executions = [] } = await new SFNClient(client).send(new ListExecutionsCommand({ stateMachineArn }))
    const outputs = await Promise.all(executions.map(({ executionArn = '' }) => waitForEnd(executionArn)))
    const scheduled = outputs.map(({ output }) => output && JSON.parse(output).event.scheduledAt).filter(Boolean)
    expect(scheduled).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)])
    expect(cloud.nextRun('sample-hourly')).toBeGreaterThan(cloud.clock.now())
  })
})

describe('Lambda', () => {
  const invoke = (input: object): InvokeCommand => new InvokeCommand({ FunctionName: 'sample-echo', ...input })

  test('Invoke gives the result, the log and the error', async () => {
    const lambda = new LambdaClient(client)
    const good = await lambda.send(invoke({ Payload: '{"a":1}', LogType: 'Tail' }))
    expect(good).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(Buffer.from(good.LogResult ?? '', 'base64').toString()).toMatch(/^START RequestId: [^]*REPORT RequestId: /)
    const bad = await lambda.send(invoke({ Payload: '{"fail":true}' }))
    expect(bad).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(JSON.parse(bad.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'AskedToError',
      errorMessage: 'asked to',
    })
  })

  test('Event and DryRun return at once', async () => {
    const lambda = new LambdaClient(client)
    expect(await lambda.send(invoke({ InvocationType: 'Event', Payload: '{}' }))).toMatchObject({ StatusCode: 202 })
    expect(await lambda.send(invoke({ InvocationType: 'DryRun' }))).toMatchObject({ StatusCode: 204 })
  })

  test('functions are listed and described', async () => {
    const lambda = new LambdaClient(client)
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}))
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['sample-echo'])
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: Functions[0]?.FunctionArn }))
    expect(Configuration).toMatchObject({ Handler: 'index.handler', MemorySize: 256, Timeout: 5 })
  })

  test('fails for an unknown function and a full reservation', async () => {
    const lambda = new LambdaClient({ ...client, maxAttempts: 1 })
    await expect(lambda.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    const slow = [1, 2, 3, 4].map(() => lambda.send(invoke({ Payload: '{"wait":500}' })))
    await new Promise((resolve) => setTimeout(resolve, 100))
    await expect(lambda.send(invoke({}))).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    await Promise.all(slow)
  })
})

describe('Secrets Manager', () => {
  test('has the given secrets and those of database instances', async () => {
    const secrets = new SecretsManagerClient(client)
    const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}))
    expect(SecretList).toHaveLength(2)
    const values = await Promise.all(
      SecretList.map(({ ARN }) => secrets.send(new GetSecretValueCommand({ SecretId: ARN }))),
    )
    expect(values.map(({ SecretString }) => SecretString)).toEqual([
      '{"username":"reader"}',
      '{"username":"shop","password":"not-a-secret"}',
    ])
  })

  test('a new value becomes current, the old one previous', async () => {
    const secrets = new SecretsManagerClient(client)
    await secrets.send(new PutSecretValueCommand({ SecretId: 'sample/source', SecretString: 'new' }))
    const read = (VersionStage?: 'AWSPREVIOUS'): Promise<{ SecretString?: string | undefined }> =>
      secrets.send(new GetSecretValueCommand({ SecretId: 'sample/source', VersionStage }))
    expect((await read()).SecretString).toBe('new')
    expect((await read('AWSPREVIOUS')).SecretString).toBe('{"username":"reader"}')
    const described = await secrets.send(new DescribeSecretCommand({ SecretId: 'sample/source' }))
    expect(Object.values(described.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']])
  })

  test('fails for a secret that is not there', async () => {
    const read = new SecretsManagerClient(client).send(new GetSecretValueCommand({ SecretId: 'none' }))
    await expect(read).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })
})

test('SNS takes messages for the topics of the stack and refuses others', async () => {
  const sns = new SNSClient(client)
  const TopicArn = cloud.model.topics[0]?.arn
  const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Subject: 's', Message: 'a < b' }))
  expect(messages.at(-1)).toMatchObject({ messageId: MessageId, subject: 's', message: 'a < b', topicArn: TopicArn })
  await expect(sns.send(new PublishCommand({ TopicArn: `${TopicArn}-x`, Message: 'm' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  })
})

describe('policies', () => {
  test('a worker may do what its role allows, and nothing else', async () => {
    const accessKeyId = await workerKey()
    const role = cloud.model.roles.find(({ name }) => name === 'sample-worker')?.arn ?? ''
    expect(accessKeyId).not.toBe(cloud.credentials.accessKeyId)
    const secretAccessKey = cloud.credentialsOf(role).secretAccessKey
    const asWorker = { ...client, credentials: { accessKeyId, secretAccessKey } }
    const s3 = new S3Client(asWorker)
    const object = { Bucket: 'sample-data-123456789012', Key: 'a' }
    await s3.send(new PutObjectCommand({ ...object, Body: 'x' }))
    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('x')

    const denied = 'role sample-worker lacks'
    const secret = cloud.model.secrets[0]?.arn
    await expect(
      new SecretsManagerClient(asWorker).send(new GetSecretValueCommand({ SecretId: secret })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `${denied} secretsmanager:GetSecretValue on ${secret}: none of its policies allows it (data); ` +
        `missing: {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"${secret}"}`,
    })
    await expect(new LambdaClient(asWorker).send(new ListFunctionsCommand({}))).rejects.toThrow(
      `${denied} lambda:ListFunctions`,
    )
    await expect(
      new SNSClient(asWorker).send(new PublishCommand({ TopicArn: cloud.model.topics[0]?.arn, Message: 'm' })),
    ).rejects.toThrow(`${denied} sns:Publish`)
    const stateMachineArn = cloud.model.stateMachines[0]?.arn
    await expect(new SFNClient(asWorker).send(new StartExecutionCommand({ stateMachineArn }))).rejects.toThrow(
      `${denied} states:StartExecution on ${stateMachineArn}`,
    )
    expect(cloud.stats().unusedGrants).not.toContainEqual(expect.objectContaining({ role: 'sample-worker' }))
  })
})
