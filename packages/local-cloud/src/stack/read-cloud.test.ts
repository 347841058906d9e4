import { join } from 'node:path'
import type { Json } from '@hourglass/local-stepfunctions/language/json'
import { expect, test } from 'vitest'
import type { CloudModel } from './model/model.ts'
import { readCloud } from './read-cloud.ts'
import { SAMPLE_INPUTS, SAMPLE_STACKS } from './testing/sample-stacks.ts'
import { temporaryFolder, writeStacks, writeZip } from './testing/write-stacks.ts'

async function readStacks(stacks: Readonly<Record<string, Json>>): Promise<CloudModel> {
  const folder = await temporaryFolder()
  await writeStacks(folder, stacks)
  await writeZip(join(folder, 'work/assets/echo.zip'), { 'index.mjs': 'export const handler = async () => 1' })
  return readCloud(folder, SAMPLE_INPUTS)
}

const readResources = (resource: Json): Promise<CloudModel> => readStacks({ only: { resource } })

test('references across stacks, data sources, locals and variables become local values', async () => {
  const cloud = await readStacks(SAMPLE_STACKS)
  const [bucket] = cloud.buckets
  expect(bucket).toMatchObject({ name: 'sample-data-123456789012', address: 'aws_s3_bucket.data', versioning: true })

  const secret = cloud.secrets.find(({ database }) => database !== undefined)
  const [echo] = cloud.functions
  expect(echo).toMatchObject({
    arn: 'arn:aws:lambda:eu-central-1:123456789012:function:sample-echo',
    roleArn: 'arn:aws:iam::123456789012:role/sample-worker',
    memoryMb: 256,
    timeoutSeconds: 5,
    reservedConcurrency: 4,
    environment: { BUCKET: 'sample-data-123456789012', DATABASE: '127.0.0.1:6543', SECRET_ARN: secret?.arn },
  })
  expect(echo?.zipPath).toMatch(/work\/assets\/echo\.zip$/)
  expect(secret?.name).toMatch(/^rds!db-[a-z0-9]+$/)
  expect(cloud.stateMachines[0]?.definition).toContain(`"Resource":"${echo?.arn}"`)
  expect(cloud.schedules[0]).toMatchObject({
    expression: 'rate(1 hour)',
    target: { arn: cloud.stateMachines[0]?.arn, input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}' },
  })
  expect(cloud.rules[0]).toMatchObject({
    pattern: { source: ['aws.states'], detail: { stateMachineArn: [cloud.stateMachines[0]?.arn] } },
    targets: [{ arn: cloud.topics[0]?.arn }],
  })
  expect(cloud.databases[0]).toMatchObject({ host: '127.0.0.1', port: 6543, databaseName: 'shop' })
})

test('policy documents are rendered as Terraform renders them', async () => {
  const cloud = await readStacks(SAMPLE_STACKS)
  const worker = cloud.roles.find(({ name }) => name === 'sample-worker')
  expect(JSON.parse(worker?.trustPolicy ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  })
  expect(worker?.policies.map(({ name }) => name)).toEqual(['data'])
  expect(JSON.parse(worker?.policies[0]?.document ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Data',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::sample-data-123456789012/*',
      },
      {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
      },
    ],
  })
  const machine = cloud.roles.find(({ name }) => name === 'sample-machine')
  expect(machine?.policies[0]?.document).toContain('function:sample-echo:*')
  expect(cloud.roles.find(({ name }) => name.startsWith('sample-scheduler-'))?.policies).toHaveLength(1)
})

test('names drawn by AWS are the same after a restart', async () => {
  const [first, second] = [await readStacks(SAMPLE_STACKS), await readStacks(SAMPLE_STACKS)]
  expect(first.secrets).toEqual(second.secrets)
  expect(first.roles).toEqual(second.roles)
})

test('fails when resources need each other', async () => {
  const cyclic = readResources({
    aws_sns_topic: {
      a: { name: '${aws_sns_topic.b.name}-a' },
      b: { name: 'b', depends_on: ['aws_sqs_queue.c'] },
    },
    aws_sqs_queue: { c: { name: 'c', policy: '{"Resource":"${aws_sns_topic.a.arn}"}' } },
  })
  await expect(cyclic).rejects.toThrow(
    'stack "only" cannot be applied, its resources need each other: aws_sns_topic.a -> aws_sns_topic.b -> aws_sqs_queue.c -> aws_sns_topic.a',
  )
})

test('fails when a local value needs itself', async () => {
  const stack = {
    locals: { a: '${local.b}', b: '${local.a}' },
    resource: { aws_sns_topic: { t: { name: '${local.a}' } } },
  }
  await expect(readStacks({ only: stack })).rejects.toThrow(
    'values that need each other: local.a -> local.b -> local.a',
  )
})

test.each<[string, Json, RegExp]>([
  [
    'an unknown function is used',
    { aws_sns_topic: { t: { name: '${uuid()}' } } },
    /stack "only", aws_sns_topic\.t, argument "name": cannot resolve "\$\{uuid\(\)\}": the Terraform function "uuid" is not supported/,
  ],
  ['a resource is not there', { aws_sns_topic: { t: { name: '${aws_vpc.v.id}' } } }, /stack "only" has no aws_vpc\.v/],
  [
    'an attribute is not known',
    { aws_vpc: { v: {} }, aws_sns_topic: { t: { name: '${aws_vpc.v.cidr}' } } },
    /only", aws_vpc\.v: the attribute "cidr" is not known here \(computed ones: id, arn\)/,
  ],
  [
    'a resource is repeated',
    { aws_sns_topic: { t: { count: 2, name: 't' } } },
    /aws_sns_topic\.t: "count" is not supported here/,
  ],
  [
    'no server was given for a database',
    { aws_db_instance: { other: { identifier: 'x' } } },
    /aws_db_instance\.other, and no server was given for it; add "aws_db_instance\.other" to the option databases/,
  ],
  [
    'code is missing',
    {
      aws_lambda_function: {
        f: { function_name: 'f', role: 'r', handler: 'a.b', runtime: 'nodejs22.x', filename: 'none.zip' },
      },
    },
    /only\/aws_lambda_function\.f: its code .*none\.zip is not there; synthesize again/,
  ],
])('fails when %s', async (_, resource, message) => {
  await expect(readResources(resource)).rejects.toThrow(message)
})

test("account and region are the provider's unless others are given", async () => {
  const folder = await temporaryFolder()
  const provider = { aws: [{ region: 'eu-west-1', allowed_account_ids: ['111122223333'] }] }
  await writeStacks(folder, { only: { provider, resource: { aws_sns_topic: { t: { name: 't' } } } } })
  const of = (given: object) => readCloud(folder, { variables: {}, databases: {}, ...given }).topics[0]?.arn
  expect(of({})).toBe('arn:aws:sns:eu-west-1:111122223333:t')
  expect(of({ accountId: '444455556666', region: 'us-west-2' })).toBe('arn:aws:sns:us-west-2:444455556666:t')
})

test('fails when the folder has no stacks', () => {
  expect(() => readCloud('/nonexistent/stacks', SAMPLE_INPUTS)).toThrow(/cannot read the stacks in .* synthesize first/)
})
