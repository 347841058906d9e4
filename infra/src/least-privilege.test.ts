import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../test/fixture-app.ts'
import { at, blocks, type Resource, readResources, statementsOf } from './policy/resource.ts'

/*
 * Nothing in the stacks is there for nothing: each resource that others can use is used, each function's secrets are
 * those that its variables name, and each machine may call exactly what its definition calls. That the variables are
 * those which the code reads is in synthesize.test.ts; that every call of a run is allowed, and every grant used or
 * known not to be, in e2e/policies.
 */

const fixture = fixtureApp()
let resources: readonly Resource[]

beforeAll(async () => {
  resources = readResources(await synthesizeFixture(fixture, 'prod'))
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

const ofType = (type: string, stack?: string) =>
  resources.filter((resource) => resource.type === type && (stack === undefined || resource.stack === stack))

/** Whether a resource refers to another one: in its own stack, by `depends_on`, or through an output of the other's. */
function refersTo(from: Resource, to: Resource): boolean {
  const id = to.address.slice(to.type.length + 1)
  const values = JSON.stringify(from.values)
  if (values.includes(`"${to.address}"`)) return true
  return values.includes(`\${${to.address}.`) || values.includes(`cross-stack-output-${to.type}${id}`)
}

/** What does not count as a use: parts of the resource itself. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ['aws_iam_role_policy', 'aws_iam_role_policy_attachment'],
  aws_kms_key: ['aws_kms_alias'],
  aws_lambda_function: ['aws_lambda_alias'],
  aws_security_group: ['aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'],
  aws_sns_topic: ['aws_sns_topic_policy', 'aws_sns_topic_subscription'],
  aws_sqs_queue: ['aws_sqs_queue_policy'],
}
/** Types whose resources are there for others; `plan`, `drift` and `deploy` are taken by GitHub. */
const USABLE = [
  ...Object.keys(COMPANIONS),
  'aws_cloudwatch_log_group',
  'aws_db_parameter_group',
  'aws_db_subnet_group',
  'aws_scheduler_schedule_group',
  'aws_secretsmanager_secret',
  'aws_sfn_state_machine',
  'aws_subnet',
]

test.each(USABLE)('every %s is used by another resource', (type) => {
  const found = ofType(type)
  expect(found.length).toBeGreaterThan(0)
  const unused = found.filter(
    (one) =>
      !resources.some((other) => !COMPANIONS[type]?.includes(other.type) && other !== one && refersTo(other, one)),
  )
  const taken = ['aws_iam_role.plan_role_', 'aws_iam_role.drift_role_', 'aws_iam_role.deploy_role_']
  expect(unused.map(({ address }) => address).filter((each) => !taken.some((name) => each.startsWith(name)))).toEqual(
    [],
  )
})

/** Allow statements of the role that a resource has. */
function allowed(resource: Resource, argument: string): readonly unknown[] {
  const role = ofType('aws_iam_role', resource.stack).find((one) =>
    String(resource.values[argument]).startsWith(`\${${one.address}.`),
  )
  const policies = ofType('aws_iam_role_policy', resource.stack).filter((one) => role && refersTo(one, role))
  expect(policies.length).toBeGreaterThan(0)
  return policies.flatMap(({ values }) => statementsOf(values['policy']))
}

const resourcesFor = (statements: readonly unknown[], action: string) =>
  statements
    .filter((statement) => blocks(at(statement, 'Action')).includes(action))
    .flatMap((statement) => blocks(at(statement, 'Resource')).map(String))

describe('functions', () => {
  test('may read the secrets that their variables name, no more and no fewer', () => {
    const functions = ofType('aws_lambda_function')
    expect(functions.length).toBeGreaterThan(8)
    for (const one of functions) {
      const variables = Object.entries(Object(at(one.values, 'environment', 'variables')))
      const named = variables.filter(([name]) => name.endsWith('_SECRET_ARN')).map(([, value]) => String(value))
      const readable = resourcesFor(allowed(one, 'role'), 'secretsmanager:GetSecretValue')
      expect([one.address, [...new Set(readable)].sort()]).toEqual([one.address, [...new Set(named)].sort()])
    }
  })

  test('may write to their own log group only', () => {
    for (const one of ofType('aws_lambda_function')) {
      const group = String(at(one.values, 'logging_config', 'log_group')).replace('.name}', '.arn}:*')
      expect([one.address, resourcesFor(allowed(one, 'role'), 'logs:PutLogEvents')]).toEqual([one.address, [group]])
    }
  })
})

describe('state machines', () => {
  const definition = (machine: Resource) => String(machine.values['definition'])
  const nameOf = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1)

  test('may invoke the functions that their definition calls, no more and no fewer', () => {
    const functions = ofType('aws_lambda_function', 'pipeline')
    for (const machine of ofType('aws_sfn_state_machine')) {
      const called = functions.filter((one) => definition(machine).includes(`\${${one.address}.qualified_arn}`))
      const invokable = resourcesFor(allowed(machine, 'role_arn'), 'lambda:InvokeFunction')
        .filter((arn) => !arn.endsWith(':*'))
        .map(nameOf)
      expect(invokable.sort()).toEqual(called.map(({ values }) => String(values['function_name'])).sort())
    }
  })

  test('may start the machines that their definition starts, and themselves for a Distributed Map', () => {
    const machines = ofType('aws_sfn_state_machine')
    for (const machine of machines) {
      const started = machines.filter((one) => definition(machine).includes(`\${${one.address}.arn}`))
      const own = definition(machine).includes('DISTRIBUTED') ? [machine] : []
      const startable = resourcesFor(allowed(machine, 'role_arn'), 'states:StartExecution').map(
        (arn) =>
          /^\$\{aws_sfn_state_machine\.([\w-]+)\.arn\}$/.exec(arn)?.[1] ?? nameOf(arn).replace('hourglass-prod-', ''),
      )
      const expected = [...started, ...own].map(({ address }) => address.slice('aws_sfn_state_machine.'.length))
      expect(startable.sort()).toEqual(expected.sort())
    }
  })
})
