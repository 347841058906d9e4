import { describe, expect, test } from 'vitest'
import { EnvironmentConfigError } from '../errors.ts'
import { cidrsOverlap, subnetOf } from './cidr.ts'
import { ENVIRONMENT_CONFIGS } from './environments.ts'
import { validEnvironment } from './validate.ts'

test.each(['local', 'dev', 'staging', 'prod'])('the configuration of %s is valid', (name) => {
  expect(validEnvironment(name, ENVIRONMENT_CONFIGS).name).toBe(name)
})

test('fails when the environment is unknown, and lists those that exist', () => {
  expect(() => validEnvironment('production', ENVIRONMENT_CONFIGS)).toThrow(
    /"production"; there are: local, dev, staging, prod/,
  )
})

test('fails with every problem in one error', () => {
  const [local, dev, ...others] = ENVIRONMENT_CONFIGS
  if (local === undefined || dev === undefined) throw new Error('there must be a local and a dev environment')
  const broken = {
    ...dev,
    account: '',
    network: { ...dev.network, cidr: '10.40.1.0/24' },
  }
  const crowded = {
    ...local,
    network: { ...local.network, connected: ['10.10.200.0/24'] },
    target: { ...local.target, instance: { ...local.target.instance, multiZone: true } },
    concurrency: { connectionBudget: 90, reserved: { ...local.concurrency.reserved, extract: 91 } },
  }
  const attempt = () => validEnvironment('qa', [crowded, broken, ...others])
  expect(attempt).toThrow(EnvironmentConfigError)
  for (const problem of [
    /dev: account must be the 12 digits/,
    /local: network 10\.10\.0\.0\/16 overlaps connected 10\.10\.200\.0\/24/,
    /local: a database is in two zones, but workers in one: network\.zones must be 2 or 3/,
    /local: concurrency\.reserved\.extract is 91, above the connection budget of 90/,
    /local: concurrency\.connectionBudget is 90; the source has 100 connections, so at most 80/,
    /there is no environment "qa"/,
  ]) {
    expect(attempt).toThrow(problem)
  }
})

test.each(['10.20.0.0', '300.20.0.0/16', '10.20.0.0/8', '10.20.0.0/28'])('fails when the network is %s', (cidr) => {
  const [, dev] = ENVIRONMENT_CONFIGS
  if (dev === undefined) throw new Error('there must be a dev environment')
  const broken = { ...dev, network: { ...dev.network, cidr } }
  expect(() => validEnvironment('dev', [broken])).toThrow(/dev: network\.cidr must be a/)
})

test('fails when two environments share addresses or a name', () => {
  const [, dev, , prod] = ENVIRONMENT_CONFIGS
  if (dev === undefined || prod === undefined) throw new Error('there must be a dev and a prod environment')
  const moved = { ...prod, network: { ...prod.network, cidr: '10.20.128.0/17' } }
  expect(() => validEnvironment('dev', [dev, moved])).toThrow(/dev 10\.20\.0\.0\/16 overlaps prod 10\.20\.128\.0\/17/)
  expect(() => validEnvironment('dev', [dev, dev])).toThrow(/"dev" is given twice/)
})

describe('addresses', () => {
  test('blocks are cut and compared', () => {
    expect(subnetOf('10.20.0.0/16', 4, 0)).toBe('10.20.0.0/20')
    expect(subnetOf('10.20.0.0/16', 4, 2)).toBe('10.20.32.0/20')
    expect(cidrsOverlap('10.0.0.0/8', '10.255.0.0/16')).toBe(true)
    expect(cidrsOverlap('10.20.0.0/20', '10.20.16.0/20')).toBe(false)
  })
})

describe('fails when AWS would refuse a value, or when an alarm could never be green', () => {
  const [, dev] = ENVIRONMENT_CONFIGS
  if (dev === undefined) throw new Error('there must be a dev environment')
  const instance = { ...dev.target.instance, class: 'db.r99.large' }
  test.each([
    ['retention', { logs: { ...dev.logs, retentionDays: 45 } }, /logs\.retentionDays must be one of 1, 3, 5/],
    ['class', { target: { ...dev.target, instance } }, /target\.instance\.class is not a class that RDS has/],
    [
      'schedule',
      { schedule: { ...dev.schedule, expression: 'cron(99 * * * ? *)' } },
      /schedule\.expression is "cron\(99/,
    ],
    ['zones', { network: { ...dev.network, zoneLetters: ['b'] } }, /zoneLetters is b; 2 different letters are needed/],
    [
      'staleness',
      { schedule: { ...dev.schedule, expression: 'cron(0 3 * * ? *)' } },
      /staleAfterHours is 3, but 24 hours pass between two runs/,
    ],
    [
      'weekly',
      { schedule: { ...dev.schedule, expression: 'cron(0 3 1 * ? *)' } },
      /leaves 744 hours without a run; alarms look back at most 168/,
    ],
  ])('%s', (_, change, problem) => {
    expect(() => validEnvironment('dev', [{ ...dev, ...change }])).toThrow(problem)
  })
})
