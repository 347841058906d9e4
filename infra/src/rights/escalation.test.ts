import { coversAction, coversResource, evaluate } from '@hourglass/local-cloud/iam/evaluate'
import { parsePolicy } from '@hourglass/local-cloud/iam/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrapPolicy, decideCall } from '../../test/ci-roles.ts'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { type Resource, readResources } from '../policy/resource.ts'
import { arn, boundaryArn, globalArn, roleArn } from '../resource-names.ts'
import { bare, type Call, DATA_KEY, keyArn, makes, ours } from './call.ts'

/* Somebody has the deploy role, or a pull request has the plan role, and tries to become more. */

const config = validEnvironment('dev', ENVIRONMENT_CONFIGS)
const fixture = fixtureApp()
let resources: readonly Resource[]

beforeAll(async () => {
  resources = readResources(await synthesizeFixture(fixture, 'dev'))
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

const evil = roleArn(config, 'evil')
const boundary = boundaryArn(config)
const bounded = { 'iam:PermissionsBoundary': boundary }
const administrator = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' }
const theirKey = arn(config, 'kms', 'key/somebody-elses')
const theirs = (resource: string) => arn(config, 'ec2', resource)
const migrate = arn(config, 'lambda', 'function:hourglass-dev-migrate')
const worker = roleArn(config, 'publish-worker')
const project = { 'aws:ResourceTag/project': 'billing' }

const DEPLOY: readonly (readonly [string, Call])[] = [
  ['make a role without the boundary', makes('iam:CreateRole', evil)],
  [
    'make a role with another boundary',
    makes('iam:CreateRole', evil, { 'iam:PermissionsBoundary': `${boundary}-mine` }),
  ],
  ['make a role of another name', makes('iam:CreateRole', globalArn(config, 'iam', 'role/admin'), bounded)],
  ['give a policy to a role without the boundary', ours('iam:PutRolePolicy', evil)],
  ['make a role administrator', ours('iam:AttachRolePolicy', evil, { ...bounded, ...administrator })],
  ['lift the boundary of a role', ours('iam:DeleteRolePermissionsBoundary', worker, bounded)],
  [
    'exchange the boundary of a role',
    ours('iam:PutRolePermissionsBoundary', worker, {
      'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  ],
  ['change what the boundary says', bare('iam:CreatePolicyVersion', boundary)],
  ['remove the boundary', bare('iam:DeletePolicy', boundary)],
  ['edit who may take a role', ours('iam:UpdateAssumeRolePolicy', worker)],
  ['edit who may take its own role', ours('iam:UpdateAssumeRolePolicy', roleArn(config, 'deploy'))],
  ['give itself a policy', ours('iam:PutRolePolicy', roleArn(config, 'deploy'), bounded)],
  ['give the drift role a policy', ours('iam:PutRolePolicy', roleArn(config, 'drift'), bounded)],
  ['replace its own role', ours('iam:DeleteRole', roleArn(config, 'deploy'))],
  [
    'hand its own role to a function',
    bare('iam:PassRole', roleArn(config, 'deploy'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
  ],
  [
    'hand the role of a machine to a function',
    bare('iam:PassRole', roleArn(config, 'hourly-sync-machine'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
  ],
  ['hand a worker role to an instance', bare('iam:PassRole', worker, { 'iam:PassedToService': 'ec2.amazonaws.com' })],
  ['make a user', bare('iam:CreateUser', globalArn(config, 'iam', 'user/hourglass-dev-evil'))],
  ['make an access key', bare('iam:CreateAccessKey', globalArn(config, 'iam', 'user/admin'))],
  ['call migrate', ours('lambda:InvokeFunction', migrate)],
  ['call another function', ours('lambda:InvokeFunction', arn(config, 'lambda', 'function:hourglass-dev-publish'))],
  ['let somebody else call a function', ours('lambda:AddPermission', migrate)],
  ['start a run', ours('states:StartExecution', arn(config, 'states', 'stateMachine:hourglass-dev-hourly-sync'))],
  ['take the key of another team', bare('kms:PutKeyPolicy', theirKey)],
  ['tag the key of another team as its own', makes('kms:TagResource', theirKey)],
  ['remove the key of another team', bare('kms:ScheduleKeyDeletion', theirKey)],
  [
    'use the key of another team',
    bare('kms:CreateGrant', theirKey, {
      'kms:GrantIsForAWSResource': 'true',
      'kms:ViaService': 'rds.eu-west-1.amazonaws.com',
    }),
  ],
  ['change the policy of the data key', ours('kms:PutKeyPolicy', keyArn(config, DATA_KEY))],
  ['decrypt with the data key itself', ours('kms:Decrypt', keyArn(config, DATA_KEY))],
  [
    'grant the data key to a role',
    ours('kms:CreateGrant', keyArn(config, DATA_KEY), { 'kms:GrantIsForAWSResource': 'false' }),
  ],
  [
    'read a secret',
    ours('secretsmanager:GetSecretValue', arn(config, 'secretsmanager', 'secret:hourglass-dev-mysql-AbCdEf')),
  ],
  [
    'share a secret',
    ours('secretsmanager:PutResourcePolicy', arn(config, 'secretsmanager', 'secret:hourglass-dev-mysql-AbCdEf')),
  ],
  [
    'delete the administrator secret of another team',
    bare('secretsmanager:DeleteSecret', arn(config, 'secretsmanager', 'secret:rds!db-of-another-team')),
  ],
  [
    'rotate the administrator secret of another team',
    bare('secretsmanager:RotateSecret', arn(config, 'secretsmanager', 'secret:rds!db-of-another-team'), {
      'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn(config, 'rds', 'db:billing'),
    }),
  ],
  ['delete the network of another team', bare('ec2:DeleteVpc', theirs('vpc/vpc-of-another-team'))],
  ['tag the network of another team as its own', makes('ec2:CreateTags', theirs('vpc/vpc-of-another-team'))],
  [
    'pretend to make the network that it tags',
    makes('ec2:CreateTags', theirs('vpc/vpc-of-another-team'), { 'ec2:CreateAction': 'RunInstances' }),
  ],
  ['open a group of another team', bare('ec2:AuthorizeSecurityGroupIngress', theirs('security-group/sg-billing'))],
  [
    'close a group of another team',
    bare('ec2:RevokeSecurityGroupIngress', theirs('security-group/sg-billing'), project),
  ],
  ['put a subnet into the network of another team', bare('ec2:CreateSubnet', theirs('vpc/vpc-of-another-team'))],
  ['make a network without tags', bare('ec2:CreateVpc', theirs('vpc/vpc-new'))],
  ['open the network to the internet', makes('ec2:CreateInternetGateway', theirs('internet-gateway/igw-new'))],
  ['delete the database of another team', bare('rds:DeleteDBInstance', arn(config, 'rds', 'db:billing'))],
  ['share a snapshot', ours('rds:ModifyDBSnapshotAttribute', arn(config, 'rds', 'snapshot:hourglass-dev-target'))],
  ['read an object', bare('s3:GetObject', 'arn:aws:s3:::hourglass-dev-data-111122223333/runs/1/parts/1')],
  [
    'read the state of another environment',
    bare('s3:GetObject', 'arn:aws:s3:::hourglass-terraform-state-111122223333-eu-west-1/prod/data.tfstate'),
  ],
  [
    'rewrite the state bucket',
    bare('s3:PutBucketPolicy', 'arn:aws:s3:::hourglass-terraform-state-111122223333-eu-west-1'),
  ],
]

describe('the deploy role cannot', () => {
  test.each(DEPLOY)('%s', (_, call) => {
    expect(decideCall(config, bootstrapPolicy(config, resources, 'deploy'), call).allowed).toBe(false)
  })
})

test('the same calls, done as CI does them, are allowed: the tries above are not denied by accident', () => {
  const statements = bootstrapPolicy(config, resources, 'deploy')
  const allowed = [
    makes('iam:CreateRole', evil, bounded),
    ours('iam:PutRolePolicy', worker, bounded),
    ours('iam:PutRolePermissionsBoundary', worker, bounded),
    bare('iam:PassRole', worker, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    ours('ec2:DeleteVpc', theirs('vpc/vpc-1')),
    makes('ec2:CreateTags', theirs('vpc/vpc-1'), { 'ec2:CreateAction': 'CreateVpc' }),
    ours('ec2:CreateSubnet', theirs('vpc/vpc-1')),
    makes('ec2:CreateVpc', theirs('vpc/vpc-new')),
  ]
  for (const call of allowed)
    expect([call.action, decideCall(config, statements, call).allowed]).toEqual([call.action, true])
})

const PULL_REQUEST: readonly (readonly [string, Call])[] = [
  ['code', bare('lambda:GetFunction', migrate)],
  ['user data', bare('ec2:DescribeInstanceAttribute', theirs('instance/i-1'))],
  ['a screen', bare('ec2:GetConsoleScreenshot', theirs('instance/i-1'))],
  [
    'log lines',
    bare('logs:GetLogEvents', arn(config, 'logs', 'log-group:/aws/lambda/hourglass-dev-publish:log-stream:1')),
  ],
  ['a log record', bare('logs:GetLogRecord')],
  ['results of a log query', bare('logs:GetQueryResults')],
  ['a parameter', bare('ssm:GetParameter', arn(config, 'ssm', 'parameter/x'))],
  [
    'a secret',
    bare('secretsmanager:GetSecretValue', arn(config, 'secretsmanager', 'secret:hourglass-dev-mysql-AbCdEf')),
  ],
  [
    'inputs and outputs of runs',
    bare('states:GetExecutionHistory', arn(config, 'states', 'execution:hourglass-dev-hourly-sync:1')),
  ],
  ['an object', bare('s3:GetObject', 'arn:aws:s3:::hourglass-dev-data-111122223333/runs/1/parts/1')],
  ['who may do what in the account', bare('iam:GetAccountAuthorizationDetails')],
  ['a message that waits', bare('sqs:ReceiveMessage', arn(config, 'sqs', 'hourglass-dev-hourly-dead-letters'))],
]

describe('a pull request cannot read', () => {
  test.each(PULL_REQUEST)('%s', (_, call) => {
    expect(decideCall(config, bootstrapPolicy(config, resources, 'plan'), call).allowed).toBe(false)
  })
})

test.each(PULL_REQUEST.filter(([what]) => what !== 'code'))('and the nightly drift cannot read %s', (_, call) => {
  expect(decideCall(config, bootstrapPolicy(config, resources, 'drift'), call).allowed).toBe(false)
})

describe('the boundary', () => {
  const ofCi = () => resources.filter(({ type, stack }) => type === 'aws_iam_role' && stack !== 'bootstrap')

  test('is carried by every role that CI makes, and by none of its own', () => {
    expect(ofCi().length).toBeGreaterThan(15)
    for (const { values } of ofCi())
      expect([values['name'], values['permissions_boundary']]).toEqual([values['name'], boundary])
    const own = resources.filter(({ type, stack }) => type === 'aws_iam_role' && stack === 'bootstrap')
    expect(own.map(({ values }) => values['permissions_boundary'])).toEqual([undefined, undefined, undefined])
  })

  test('allows every action that a role of the stacks is given', () => {
    const limits = bootstrapPolicy(config, resources, 'boundary')
    const policies = resources.filter(({ type, stack }) => type === 'aws_iam_role_policy' && stack !== 'bootstrap')
    const outside = policies.flatMap(({ values }) =>
      parsePolicy(String(values['policy']), String(values['name'])).flatMap(({ origin, actions, resources: on }) =>
        actions
          .filter((action) => {
            const request = { action, resource: '', context: new Map<string, string>() }
            const covering = limits.filter((limit) => coversAction(limit, request))
            // A reference to another resource has no ARN yet; its action must be allowed at least.
            return on.some((resource) =>
              resource.startsWith('${')
                ? covering.length === 0
                : !covering.some((limit) => coversResource(limit, { ...request, resource })),
            )
          })
          .map((action) => `${origin}: ${action}`),
      ),
    )
    expect(policies.length).toBeGreaterThan(15)
    expect(outside).toEqual([])
  })

  test('keeps a role that CI made administrator from everything that matters', () => {
    const limits = bootstrapPolicy(config, resources, 'boundary')
    const tries: readonly (readonly [string, string])[] = [
      ['iam:CreateUser', 'arn:aws:iam::111122223333:user/x'],
      ['iam:PassRole', evil],
      ['sts:AssumeRole', roleArn(config, 'deploy')],
      ['kms:PutKeyPolicy', keyArn(config, DATA_KEY)],
      ['kms:Decrypt', theirKey],
      ['s3:GetObject', 'arn:aws:s3:::billing/x'],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::hourglass-dev-data-111122223333'],
      ['secretsmanager:GetSecretValue', arn(config, 'secretsmanager', 'secret:billing-AbCdEf')],
      ['secretsmanager:GetSecretValue', arn(config, 'secretsmanager', 'secret:rds!db-of-another-team')],
      ['lambda:UpdateFunctionCode', migrate],
      ['ec2:RunInstances', theirs('instance/i-1')],
    ]
    for (const [action, resource] of tries) {
      const request = { action, resource, context: new Map<string, string>(), decides: () => true }
      expect([action, evaluate(limits, request).allowed]).toEqual([action, false])
    }
  })
})
