import { describe, expect, test } from 'vitest'
import type { AuthorizationRequest } from '../services/authorize.ts'
import type { CloudModel, RoleModel, StateMachineModel } from '../stack/model/model.ts'
import { createAuthorizer } from './authorizer.ts'
import { checkMachineGrants } from './machine-grants.ts'

const ROLE = 'arn:aws:iam::123456789012:role/work'
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/k'
const SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-abcdef'

const allow = (Action: string | string[], Resource = '*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})

function cloud(statements: readonly object[], more: Partial<CloudModel> = {}): CloudModel {
  const named = { id: 'test/x', address: 'x' }
  const role: RoleModel = {
    ...named,
    name: 'work',
    arn: ROLE,
    trustPolicy: '{}',
    policies: [{ name: 'p', document: JSON.stringify({ Statement: statements }) }],
    awsManagedPolicyArns: ['arn:aws:iam::aws:policy/Other'],
  }
  return {
    account: { region: 'eu-central-1', accountId: '123456789012' },
    functions: [],
    stateMachines: [machine({})],
    buckets: [{ ...named, name: 'data', arn: 'arn:aws:s3:::data', versioning: false, kmsKeyArn: KEY, bucketKey: true }],
    roles: [role, { ...role, name: 'deploy', arn: `${ROLE}-deploy` }],
    secrets: [{ ...named, name: 's', arn: SECRET, kmsKeyArn: undefined, initialValue: undefined, database: undefined }],
    topics: [],
    rules: [],
    schedules: [],
    databases: [],
    queues: [],
    keys: [],
    resourcePolicies: [],
    ...more,
  }
}

function machine(definition: object): StateMachineModel {
  const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:main'
  return {
    id: 'test/m',
    address: 'm',
    name: 'main',
    arn,
    roleArn: ROLE,
    definition: JSON.stringify(definition),
    type: 'STANDARD',
  }
}

const request = (action: string, resource: string, context: Record<string, string> = {}): AuthorizationRequest => ({
  principal: ROLE,
  action,
  resource,
  context,
})

describe('a call', () => {
  test('fails when no statement allows it, naming the role, the action and the resource', () => {
    const { authorize } = createAuthorizer(cloud([allow('s3:GetObject')]), 'admin')
    expect(() => authorize(request('s3:DeleteObject', 'arn:aws:s3:::data/a'))).toThrow(
      'role work lacks s3:DeleteObject on arn:aws:s3:::data/a: none of its policies allows it (p; not known here: arn:aws:iam::aws:policy/Other); missing: {"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::data/a"}',
    )
  })

  test('is remembered when it was denied, and only then', () => {
    const authorizer = createAuthorizer(cloud([allow('s3:GetObject')]), 'admin')
    expect(authorizer.authorize(request('s3:GetObject', 'arn:aws:s3:::other/a'))).toBeUndefined()
    expect(() => authorizer.authorize(request('s3:DeleteObject', 'arn:aws:s3:::data/a'))).toThrow('lacks')
    expect(authorizer.deniedCalls()).toEqual([
      {
        role: 'work',
        action: 's3:DeleteObject',
        resource: 'arn:aws:s3:::data/a',
        missing: '{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::data/a"}',
      },
    ])
  })

  test('fails when a statement denies it, naming the statement', () => {
    const { authorize } = createAuthorizer(
      cloud([allow('*'), { Sid: 'Never', Effect: 'Deny', Action: 's3:Delete*', Resource: '*' }]),
      'admin',
    )
    expect(() => authorize(request('s3:DeleteObject', 'x'))).toThrow(
      'lacks s3:DeleteObject on x: policy p, statement Never denies it',
    )
  })

  test('fails for an unknown principal; the administrator may do everything', () => {
    const { authorize } = createAuthorizer(cloud([]), 'admin')
    expect(() => authorize({ ...request('s3:GetObject', 'x'), principal: 'arn:someone' })).toThrow(
      'arn:someone is not a role of the synthesized stacks',
    )
    expect(authorize({ ...request('s3:GetObject', 'x'), principal: 'admin' })).toBeUndefined()
  })

  test('on an encrypted bucket needs the key too', () => {
    const only = createAuthorizer(cloud([allow('s3:*')]), 'admin')
    expect(() => only.authorize(request('s3:GetObject', 'arn:aws:s3:::data/a'))).toThrow(
      `role work lacks kms:Decrypt on ${KEY}`,
    )
    expect(() => only.authorize(request('s3:PutObject', 'arn:aws:s3:::data/a'))).toThrow(
      `lacks kms:GenerateDataKey on ${KEY}`,
    )
    const viaS3 = allow('kms:Decrypt', KEY, {
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
    })
    const both = createAuthorizer(cloud([allow('s3:*'), viaS3]), 'admin')
    expect(both.authorize(request('s3:GetObject', 'arn:aws:s3:::data/a'))).toBeUndefined()
    expect(both.authorize(request('s3:GetObject', 'arn:aws:s3:::other/a'))).toBeUndefined()
  })

  test('names the statement that comes closest: its condition, or its resources', () => {
    const onlyBelow = allow('s3:ListBucket', '*', { Sid: 'Below', Condition: { StringLike: { 's3:prefix': 'a/*' } } })
    const { authorize } = createAuthorizer(cloud([onlyBelow, allow('s3:GetObject', 'arn:aws:s3:::data/a/*')]), 'admin')
    expect(() => authorize(request('s3:ListBucket', 'arn:aws:s3:::data', { 's3:prefix': 'b' }))).toThrow(
      '; policy p, statement Below asks for StringLike s3:prefix a/*, and the call has "b"; missing: ',
    )
    expect(() => authorize(request('s3:ListBucket', 'arn:aws:s3:::data'))).toThrow('and the call has none')
    expect(() => authorize(request('s3:GetObject', 'arn:aws:s3:::other/b'))).toThrow(
      '; policy p allows it on arn:aws:s3:::data/a/*; missing: ',
    )
  })

  test('that a condition with an unknown key decides is denied by that name, and the key is told at the start', () => {
    const vpce = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }
    const statements = [allow('s3:GetObject', '*', { Sid: 'Inside', ...vpce }), allow('sns:Publish')]
    const authorizer = createAuthorizer(cloud(statements), 'admin')
    expect(authorizer.undecided()).toEqual([{ origin: 'policy p, statement Inside', key: 'aws:SourceVpce' }])
    expect(() => authorizer.authorize(request('s3:GetObject', 'arn:aws:s3:::other/a'))).toThrow(
      'cannot be decided: policy p, statement Inside: the condition key "aws:SourceVpce" has no value here',
    )
    expect(authorizer.authorize(request('sns:Publish', 'arn:topic'))).toBeUndefined()
  })

  test('meets conditions about the account, the transport and the listing', () => {
    const condition = { StringLike: { 's3:prefix': 'a/*' }, StringEquals: { 'aws:PrincipalAccount': '123456789012' } }
    const insecure = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }
    const { authorize } = createAuthorizer(
      cloud([allow('s3:ListBucket', '*', { Condition: condition }), insecure]),
      'admin',
    )
    expect(authorize(request('s3:ListBucket', 'arn:aws:s3:::data', { 's3:prefix': 'a/b' }))).toBeUndefined()
    expect(() => authorize(request('s3:ListBucket', 'arn:aws:s3:::data', { 's3:prefix': 'b' }))).toThrow(
      'lacks s3:ListBucket',
    )
  })
})

test('grants that no call used are listed, of roles that run here only', () => {
  const authorizer = createAuthorizer(
    cloud([allow(['secretsmanager:Get*', 'secretsmanager:PutSecretValue', 'logs:PutLogEvents'], SECRET, { Sid: 'S' })]),
    'admin',
  )
  void authorizer.authorize(request('secretsmanager:GetSecretValue', SECRET))
  expect(authorizer.unusedGrants()).toEqual([
    { role: 'work', origin: 'policy p, statement S', action: 'secretsmanager:PutSecretValue' },
  ])
})

describe('a state machine', () => {
  const MAP = { ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: { B: SYNC() } } }
  const definition = {
    StartAt: 'P',
    States: { P: { Type: 'Parallel', Branches: [{ StartAt: 'A', States: { A: { Type: 'Map', ...MAP } } }] } },
  }

  function SYNC(): object {
    const StateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:other'
    return { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters: { StateMachineArn } }
  }

  const check = (statements: readonly object[]): Promise<void> => {
    const model = cloud(statements, { stateMachines: [machine(definition)] })
    return checkMachineGrants(model, createAuthorizer(model, 'admin').authorize)
  }

  test('with every grant may run its Distributed Map and wait for executions', async () => {
    const prefix = 'arn:aws:states:eu-central-1:123456789012'
    const checked = check([
      allow('states:StartExecution', `${prefix}:stateMachine:main`),
      allow(['states:DescribeExecution', 'states:StopExecution'], `${prefix}:execution:main:*`),
      allow('states:RedriveExecution', `${prefix}:execution:main/*:*`),
      allow(['states:DescribeExecution', 'states:StopExecution'], `${prefix}:execution:other:*`),
      allow(
        'events:*',
        'arn:aws:events:eu-central-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
      ),
    ])
    await expect(checked).resolves.toBeUndefined()
  })

  test('fails with every grant that is missing', async () => {
    await expect(check([allow('states:*Execution', 'arn:aws:states:*:*:execution:*')])).rejects.toThrow(
      /test\/m: role work lacks states:StartExecution on .*stateMachine:main: [^]*lacks events:PutTargets[^]*lacks events:PutRule[^]*lacks events:DescribeRule/,
    )
  })
})
