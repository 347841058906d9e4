import { at, blocks, type Resource, statementsOf } from '../resource.ts'
import type { Rule } from '../rule.ts'

interface PolicyStatement {
  readonly address: string
  readonly sid: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly statement: unknown
}

/** Actions that IAM's service reference lists without a resource type, so that only `*` can stand there. */
const WITHOUT_RESOURCE = [
  // Its hosted zone is AWS's own, for the private name of an endpoint.
  /^route53:AssociateVPCWithHostedZone$/,
  /^ec2:(Create|Describe|Delete)NetworkInterfaces?$/,
  /^ec2:DescribeSubnets$/,
  /^ec2:(Una|A)ssignPrivateIpAddresses$/,
  /^xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)$/,
  /^logs:(Create|Get|Update|Delete)LogDelivery$/,
  /^logs:(ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
]

/** Reads that give away data (Checkov's list, CKV_AWS_356). */
const GIVES_AWAY = [/^s3:GetObject/, /^secretsmanager:GetSecretValue$/, /^ssm:GetParameters?/]

function isAllowed(statement: unknown): boolean {
  return at(statement, 'Effect') === 'Allow'
}

function texts(value: unknown): readonly string[] {
  return blocks(value).map(String)
}

/** Allow statements of identity policies. */
function allowed(resources: readonly Resource[]): readonly PolicyStatement[] {
  return resources
    .filter(({ type }) => type === 'aws_iam_role_policy' || type === 'aws_iam_policy')
    .flatMap(({ address, values }) =>
      statementsOf(values['policy'])
        .filter(isAllowed)
        .map((statement) => ({
          address,
          sid: String(at(statement, 'Sid')),
          actions: texts(at(statement, 'Action')),
          resources: texts(at(statement, 'Resource')),
          statement,
        })),
    )
}

/** A rule about the actions that a policy allows on `*` without a condition. */
function onEverything(id: string, title: string, isBad: (action: string) => boolean): Rule {
  return {
    id,
    title,
    check: (resources) =>
      allowed(resources)
        .filter((found) => found.resources.includes('*') && at(found.statement, 'Condition') === undefined)
        .flatMap(({ address, sid, actions }) => {
          const bad = actions.filter(isBad)
          return bad.length === 0 ? [] : [{ address, problem: `${sid} allows ${bad.join(', ')} on "*"` }]
        }),
  }
}

function trust(id: string, title: string, isBad: (statement: unknown) => boolean): Rule {
  return {
    id,
    title,
    check: (resources) =>
      resources
        .filter(({ type }) => type === 'aws_iam_role')
        .filter(({ values }) => statementsOf(values['assume_role_policy']).filter(isAllowed).some(isBad))
        .map(({ address }) => ({ address, problem: `not true of its trust policy: ${title}` })),
  }
}

const isRead = (action: string) => /:(Describe|Get|List|Validate)/.test(action)
/** What CKV_AWS_290 does not name: the other writes of the IAM service reference. */
const WRITES = /:(Create|Add|Attach|Set|Modify|Start|Stop|Send|Publish|Invoke|Remove|Tag|Untag)/
const needsNoResource = (action: string) => WITHOUT_RESOURCE.some((pattern) => pattern.test(action))

export const IAM_RULES: readonly Rule[] = [
  trust('CKV_AWS_60', 'nobody but services and federated users may take a role', (statement) => {
    const principal = at(statement, 'Principal')
    return principal === '*' || texts(at(principal, 'AWS')).includes('*')
  }),
  trust('CKV_AWS_61', 'no whole account may take a role', (statement) =>
    texts(at(statement, 'Principal', 'AWS')).some((arn) => arn.endsWith(':root')),
  ),
  trust('CKV_AWS_358', 'GitHub may take a role only from a named repository and context', (statement) => {
    if (!texts(at(statement, 'Principal', 'Federated')).some((arn) => arn.includes('githubusercontent'))) return false
    const subjects = texts(at(statement, 'Condition', 'StringEquals', 'token.actions.githubusercontent.com:sub'))
    return subjects.length === 0 || subjects.some((subject) => !/^repo:[\w.-]+\/[\w.-]+:[\w./:-]+$/.test(subject))
  }),
  onEverything('CKV_AWS_63', 'no policy allows every action', (action) => action === '*'),
  onEverything(
    'CKV_AWS_355',
    'actions that take a resource name one',
    (action) => !isRead(action) && !needsNoResource(action),
  ),
  onEverything(
    'CKV_AWS_290',
    'writing is limited',
    (action) => /:(Put|Delete|Update)/.test(action) && !needsNoResource(action),
  ),
  onEverything(
    'CKV_AWS_111',
    'making, starting and sending is limited',
    (action) => WRITES.test(action) && !needsNoResource(action),
  ),
  onEverything('CKV_AWS_356', 'reading data is limited', (action) =>
    GIVES_AWAY.some((pattern) => pattern.test(action)),
  ),
  onEverything('CKV_AWS_286', 'nobody can raise their own rights', (action) =>
    /^iam:(PassRole|Put|Attach|Create|\*)/.test(action),
  ),
]
