import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrapPolicy, decideCall } from '../../test/ci-roles.ts'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import type { EnvironmentConfig } from '../environments/config.ts'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { type Resource, readResources } from '../policy/resource.ts'
import { callsOf, OPERATIONS, RIGHTS, STACKS_OF_PEOPLE } from '../rights/rights-table.ts'

/* Settings that none of the example environments has. */

const dev = validEnvironment('dev', ENVIRONMENT_CONFIGS)

function synthesized(config: EnvironmentConfig): () => readonly Resource[] {
  const fixture = fixtureApp()
  let resources: readonly Resource[] = []
  beforeAll(async () => {
    resources = readResources(await synthesizeFixture(fixture, 'dev', [config]))
  }, SYNTH_TIMEOUT)
  afterAll(() => fixture[Symbol.dispose]())
  return () => resources
}

const valuesOf = (resources: readonly Resource[], type: string) =>
  resources.filter((resource) => resource.type === type).map(({ values }) => values)

/** What the deploy role lacks of what the table says. */
function lacking(config: EnvironmentConfig, resources: readonly Resource[]): string[] {
  const statements = bootstrapPolicy(config, resources, 'deploy')
  return resources
    .filter(({ stack }) => !STACKS_OF_PEOPLE.includes(stack))
    .flatMap(({ stack, address, type, values }) => {
      const rights = RIGHTS[type]?.({ config, stack, address, values })
      const calls = rights === undefined ? [] : OPERATIONS.flatMap((operation) => callsOf(rights, operation))
      return calls
        .filter((call) => !decideCall(config, statements, call).allowed)
        .map(({ action, on }) => `${action} on ${on} for ${address}`)
    })
}

describe('a MySQL that was there before, in a peered network, with the schedule off', () => {
  const config: EnvironmentConfig = {
    ...dev,
    source: {
      kind: 'existing',
      host: 'mysql.internal',
      port: 3307,
      database: 'experience',
      secretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf',
      reachedBy: { by: 'group', securityGroupId: 'sg-0123' },
      maxConnections: 500,
    },
    network: { ...dev.network, zoneLetters: ['c', 'b'] },
    schedule: { ...dev.schedule, enabled: false },
    alertEmails: ['somebody@example.com'],
  }
  const resources = synthesized(config)

  test('CI may do all that it takes, and a rule of their group is all that it may touch of theirs', () => {
    expect(lacking(config, resources())).toEqual([])
    const rules = valuesOf(resources(), 'aws_vpc_security_group_ingress_rule')
    expect(rules.filter((rule) => rule['security_group_id'] === 'sg-0123').map((rule) => rule['to_port'])).toEqual([
      3307,
    ])
  })

  test('subnets are in the zones that are named', () => {
    const zones = valuesOf(resources(), 'aws_subnet').map((subnet) => subnet['availability_zone'])
    expect(zones.map(String).sort()).toEqual(['eu-west-1b', 'eu-west-1c'])
  })

  test('no alarm waits for a run that nobody has scheduled', () => {
    const waiting = valuesOf(resources(), 'aws_cloudwatch_metric_alarm').filter(
      (alarm) => alarm['treat_missing_data'] === 'breaching',
    )
    expect(waiting.map((alarm) => alarm['alarm_name'])).toEqual(['hourglass-dev-migrate'])
  })
})

describe('a MySQL behind addresses, once a night, in China', () => {
  const config: EnvironmentConfig = {
    ...dev,
    region: 'cn-north-1',
    source: {
      kind: 'existing',
      host: 'mysql.internal',
      port: 3306,
      database: 'experience',
      secretArn: 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:theirs-AbCdEf',
      reachedBy: { by: 'addresses', cidr: '10.99.0.0/24' },
      maxConnections: 500,
    },
    schedule: { expression: 'cron(0 3 * * ? *)', enabled: true },
    alarms: { staleAfterHours: 26 },
  }
  const resources = synthesized(config)

  test('every ARN is of the partition', () => {
    expect(resources().length).toBeGreaterThan(100)
    expect(
      resources()
        .filter(({ values }) => JSON.stringify(values).includes('arn:aws:'))
        .map(({ address }) => address),
    ).toEqual([])
    expect(lacking(config, resources())).toEqual([])
  })

  test('the workers may reach the addresses, and no group of theirs is changed', () => {
    const out = valuesOf(resources(), 'aws_vpc_security_group_egress_rule').filter(
      (rule) => rule['cidr_ipv4'] !== undefined,
    )
    expect(out.map((rule) => [rule['cidr_ipv4'], rule['to_port']])).toEqual([['10.99.0.0/24', 3306]])
  })

  test('alarms wait as long as the schedule is silent, and an hour more', () => {
    const periods = valuesOf(resources(), 'aws_cloudwatch_metric_alarm')
      .filter((alarm) => alarm['treat_missing_data'] === 'breaching')
      .map((alarm) => [String(alarm['alarm_name']).slice('hourglass-dev-'.length), alarm['evaluation_periods']])
    expect(Object.fromEntries(periods)).toMatchObject({ 'no-run': 25, 'stale-experience.answers': 26 })
  })
})

test(
  'debug is more than info: machines log every transition',
  async () => {
    const levels = await Promise.all(
      (['info', 'debug'] as const).map(async (level) => {
        using fixture = fixtureApp()
        const configs = [{ ...dev, logs: { ...dev.logs, level } }]
        const found = readResources(await synthesizeFixture(fixture, 'dev', configs))
        return valuesOf(found, 'aws_sfn_state_machine').map((machine) => Object(machine['logging_configuration']).level)
      }),
    )
    expect(levels).toEqual([
      ['ERROR', 'ERROR', 'ERROR'],
      ['ALL', 'ALL', 'ALL'],
    ])
  },
  SYNTH_TIMEOUT,
)

describe('the endpoints of the network', () => {
  const resources = synthesized(dev)

  test('let through our bucket and our secrets, asked for from this account, and nothing else', () => {
    const policies = valuesOf(resources(), 'aws_vpc_endpoint').map((endpoint) => JSON.parse(String(endpoint['policy'])))
    expect(policies).toHaveLength(2)
    for (const policy of policies) {
      const [statement, ...others] = Object(policy).Statement
      expect(others).toEqual([])
      expect(statement).toMatchObject({ Condition: { StringEquals: { 'aws:PrincipalAccount': dev.account } } })
      for (const resource of statement.Resource) expect(resource).toMatch(/hourglass-dev-|secret:rds!db-/)
    }
  })
})
