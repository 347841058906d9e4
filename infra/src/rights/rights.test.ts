import { matchesAction } from '@hourglass/local-cloud/iam/evaluate'
import type { Statement } from '@hourglass/local-cloud/iam/policy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrapPolicy, decideCall } from '../../test/ci-roles.ts'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { type Resource, readResources } from '../policy/resource.ts'
import type { Call, Rights, Subject } from './call.ts'
import { hasForm, REFERENCE } from './reference.ts'
import { callsOf, OPERATIONS, type Operation, RIGHTS, STACKS_OF_PEOPLE, stateCalls } from './rights-table.ts'

/*
 * Every call that Terraform makes for what the stacks hold is allowed to the role that makes it, and no role is allowed
 * anything else.
 */

const ENVIRONMENTS = ['dev', 'prod'] as const
type EnvironmentName = (typeof ENVIRONMENTS)[number]
const fixtures = new Map(ENVIRONMENTS.map((name) => [name, fixtureApp()]))
const stacks = new Map<EnvironmentName, readonly Resource[]>()

beforeAll(async () => {
  for (const [name, fixture] of fixtures) stacks.set(name, readResources(await synthesizeFixture(fixture, name)))
}, SYNTH_TIMEOUT)
afterAll(() => {
  for (const fixture of fixtures.values()) fixture[Symbol.dispose]()
})

interface Known {
  readonly config: EnvironmentConfig
  readonly resources: readonly Resource[]
  readonly subjects: readonly (Subject & { readonly rights: Rights })[]
}

function known(name: EnvironmentName): Known {
  const config = validEnvironment(name, ENVIRONMENT_CONFIGS)
  const resources = stacks.get(name) ?? []
  const subjects = resources.flatMap(({ stack, address, type, values }) => {
    const subject = { config, stack, address, values }
    const rights = RIGHTS[type]?.(subject)
    return rights === undefined ? [] : [{ ...subject, rights }]
  })
  return { config, resources, subjects }
}

/** Calls of a role, each with what it is for. */
function callsFor(role: 'plan' | 'drift' | 'deploy', { config, subjects }: Known) {
  const all = subjects.flatMap(({ stack, address, rights }) => {
    const own = (operations: readonly Operation[]) => operations.flatMap((one) => callsOf(rights, one))
    const people = STACKS_OF_PEOPLE.includes(stack)
    const calls =
      role === 'plan'
        ? (rights.plan ?? [])
        : role === 'drift'
          ? [...own(['read']), ...(rights.plan ?? [])]
          : people
            ? []
            : own(OPERATIONS)
    return calls.map((call) => ({ call, stack, address }))
  })
  const names = [...new Set(subjects.map(({ stack }) => stack))]
  const state = names.flatMap((stack) =>
    stateCalls({ config, stack }, role === 'deploy').map((call) => ({ call, stack, address: 'state' })),
  )
  return [...all, ...state]
}

/** What a role lacks: action, resource, stack and what it is for. */
function missing(role: 'plan' | 'drift' | 'deploy', from: Known, statements: readonly Statement[]): string[] {
  const lacks = callsFor(role, from)
    .filter(({ call }) => !decideCall(from.config, statements, call).allowed)
    .map(({ call, stack, address }) => `${role} lacks ${call.action} on ${call.on} for ${stack}/${address}`)
  return [...new Set(lacks)].sort()
}

describe('the table', () => {
  test.each(ENVIRONMENTS)('has an entry for every resource type of %s', (name) => {
    const types = new Set(known(name).resources.map(({ type }) => type))
    expect(types.size).toBeGreaterThan(40)
    expect([...types].filter((type) => RIGHTS[type] === undefined)).toEqual([])
  })

  test('has no entry for a type that no stack holds', () => {
    const types = new Set(ENVIRONMENTS.flatMap((name) => known(name).resources.map(({ type }) => type)))
    // Only an environment with somebody to alert holds it.
    types.add('aws_sns_topic_subscription')
    expect(Object.keys(RIGHTS).filter((type) => !types.has(type))).toEqual([])
  })

  test('says for every entry where its calls can be read', () => {
    for (const { address, rights } of known('dev').subjects) {
      expect([address, rights.source]).toEqual([
        address,
        expect.stringMatching(/^internal\/service\/[a-z0-9]+\/\w+\.go/),
      ])
    }
  })

  const everyCall = (): readonly Call[] =>
    ENVIRONMENTS.flatMap((name) =>
      known(name).subjects.flatMap(({ rights }) => [
        ...OPERATIONS.flatMap((operation) => callsOf(rights, operation)),
        ...(rights.person?.calls ?? []),
      ]),
    )

  /**
   * Forms that the reference did not have on its day. S3 gave buckets these calls in November 2025, and the provider uses
   * them since 6.23: https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
   */
  const BUCKET = ['arn:${Partition}:s3:::${BucketName}']
  const NEWER_FORMS: Readonly<Record<string, readonly string[]>> = {
    's3:TagResource': BUCKET,
    's3:UntagResource': BUCKET,
    's3:ListTagsForResource': BUCKET,
  }

  test('names only actions that AWS has, on resources of the form that AWS gives', () => {
    const wrong = everyCall().flatMap(({ action, on }) => {
      const found = REFERENCE.get(action)
      if (found === undefined) return [`${action} is not in the reference`]
      const forms = [...found.on.map(({ arn }) => arn), ...(NEWER_FORMS[action] ?? [])]
      const fits = on === '*' || forms.some((form) => hasForm(on, form))
      return fits ? [] : [`${action} on ${on}; forms: ${forms.join(', ') || 'only *'}`]
    })
    expect([...new Set(wrong)]).toEqual([])
  })

  test('covers every resource that AWS always asks an action for, within one operation', () => {
    const open = known('dev').subjects.flatMap(({ address, rights }) =>
      OPERATIONS.flatMap((operation) => {
        const calls = callsOf(rights, operation)
        return [...new Set(calls.map(({ action }) => action))].flatMap((action) => {
          const on = calls.filter((call) => call.action === action).map((call) => call.on)
          const required = REFERENCE.get(action)?.on.filter((type) => type.required) ?? []
          // Several required types are alternatives for reads and tags; one of them must be there.
          const covered = required.filter(({ arn }) => on.some((one) => one === '*' || hasForm(one, arn)))
          return required.length > 0 && covered.length === 0 ? [`${address} ${operation}: ${action}`] : []
        })
      }),
    )
    expect(open).toEqual([])
  })

  /** Dependent actions of the reference that our use of an action does not need. */
  const NOT_NEEDED: Readonly<Record<string, string>> = {
    'aws_db_instance rds:CreateTenantDatabase': 'only for Oracle with several tenants',
    'aws_db_instance rds:DeleteTenantDatabase': 'only for Oracle with several tenants',
    'aws_db_instance rds:CreateDBSnapshot': 'only with a final snapshot, and then it is in the table',
    'aws_db_instance rds:AddTagsToResource': 'only with a final snapshot, and then it is in the table',
    'aws_flow_log ecs:ListClusters': 'only for flow logs with fields of ECS',
    'aws_flow_log ecs:ListContainerInstances': 'only for flow logs with fields of ECS',
    'aws_flow_log ecs:ListServices': 'only for flow logs with fields of ECS',
    'aws_flow_log ecs:ListTaskDefinitions': 'only for flow logs with fields of ECS',
    'aws_flow_log ecs:ListTasks': 'only for flow logs with fields of ECS',
    'aws_kms_key iam:CreateServiceLinkedRole': 'only for keys in several regions',
    'aws_sfn_state_machine states:PublishStateMachineVersion': 'only with publish, which is not set',
    'aws_sns_topic iam:PassRole': 'only with delivery logs, which are not set',
    'aws_sns_topic_policy iam:PassRole': 'only with delivery logs, which are not set',
  }

  test('has every action that AWS checks besides, or says why not', () => {
    const open = known('dev').subjects.flatMap(({ address, rights }) =>
      OPERATIONS.flatMap((operation) => {
        const actions = new Set(callsOf(rights, operation).map(({ action }) => action))
        const needed = [...actions].flatMap((action) => REFERENCE.get(action)?.dependsOn ?? [])
        const type = String(address.split('.')[0])
        return needed
          .filter((action) => !actions.has(action) && NOT_NEEDED[`${type} ${action}`] === undefined)
          .map((action) => `${type} ${operation}: ${action}`)
      }),
    )
    expect([...new Set(open)]).toEqual([])
  })
})

describe.each(ENVIRONMENTS)('in %s', (name) => {
  test.each(['plan', 'drift', 'deploy'] as const)('%s is allowed every call that it makes', (role) => {
    const from = known(name)
    const statements = bootstrapPolicy(from.config, from.resources, role)
    expect(callsFor(role, from).length).toBeGreaterThan(role === 'plan' ? 20 : 300)
    expect(missing(role, from, statements)).toEqual([])
  })

  test.each(['plan', 'drift', 'deploy'] as const)('%s is granted no action that no call uses', (role) => {
    const from = known(name)
    const statements = bootstrapPolicy(from.config, from.resources, role)
    const used = new Map<Statement, Set<string>>()
    for (const { call } of callsFor(role, from)) {
      for (const statement of statements) {
        const alone = decideCall(from.config, [statement], call)
        if (alone.allowed) used.set(statement, (used.get(statement) ?? new Set()).add(call.action))
      }
    }
    const unused = statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) =>
        statement.actions
          .filter((pattern) => ![...(used.get(statement) ?? [])].some((action) => matchesAction(pattern, action)))
          .map((action) => `${statement.origin}: ${action}`),
      )
    expect(unused.filter((one) => !EMAIL_ONLY.some((known) => one.endsWith(known)))).toEqual([])
  })
})

/** Used where `alertEmails` names somebody. */
const EMAIL_ONLY = [
  'statement ReadConfiguration: sns:GetSubscriptionAttributes',
  'statement Topics: sns:Subscribe',
  'statement Topics: sns:Unsubscribe',
]

describe('a right that is taken away is missed, with the action and the stack', () => {
  test.each([
    ['network', 'route53:AssociateVPCWithHostedZone'],
    ['data', 'kms:CreateGrant'],
    ['data', 'secretsmanager:RotateSecret'],
    ['pipeline', 's3:TagResource'],
    ['pipeline', 'iam:CreateRole'],
    ['observability', 'cloudwatch:PutMetricAlarm'],
    ['network', 'ec2:DeleteNetworkInterface'],
  ])('%s: %s', (stack, action) => {
    const from = known('dev')
    const statements = bootstrapPolicy(from.config, from.resources, 'deploy').map((statement) => ({
      ...statement,
      actions: statement.effect === 'Deny' ? statement.actions : statement.actions.filter((one) => one !== action),
    }))
    const lacks = missing('deploy', from, statements)
    expect(lacks.length).toBeGreaterThan(0)
    for (const one of lacks) expect(one).toContain(`deploy lacks ${action} on `)
    expect(lacks.some((one) => one.includes(` for ${stack}/`))).toBe(true)
  })
})

test('the policies fit: 10,240 characters inline in a role, 6,144 in a managed policy', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const limits: Readonly<Record<string, number>> = { aws_iam_role_policy: 10_000, aws_iam_policy: 6000 }
  const tooLong = ENVIRONMENTS.flatMap((name) =>
    known(name)
      .resources.filter(({ type, values }) => {
        const limit = limits[type]
        return limit !== undefined && String(values['policy']).replaceAll(/\s/g, '').length > limit
      })
      .map(({ values }) => values['name']),
  )
  expect(tooLong).toEqual([])
})

test('what only a person may do is denied to CI', () => {
  const from = known('prod')
  const statements = bootstrapPolicy(from.config, from.resources, 'deploy')
  const calls = from.subjects.flatMap(({ rights }) => rights.person?.calls ?? [])
  expect(calls.length).toBeGreaterThan(10)
  expect(calls.filter((call) => decideCall(from.config, statements, call).allowed)).toEqual([])
})
