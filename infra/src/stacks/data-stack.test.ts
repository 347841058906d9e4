import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { at, blocks, type Resource, readResources } from '../policy/resource.ts'

/* What a plan against AWS would show again and again, or what AWS would do by itself if the stack did not. */

const fixture = fixtureApp()
let resources: readonly Resource[]

beforeAll(async () => {
  resources = readResources(await synthesizeFixture(fixture, 'dev'))
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

const ofType = (type: string) => resources.filter((resource) => resource.type === type)

function parameters(family: RegExp): Record<string, unknown> {
  const group = ofType('aws_db_parameter_group').find(({ values }) => family.test(String(values['family'])))
  return Object.fromEntries(
    blocks(group?.values['parameter']).map((one) => [
      String(at(one, 'name')),
      [at(one, 'value'), at(one, 'apply_method')].join(' '),
    ]),
  )
}

test('rds.force_ssl is applied as RDS reports it, so that a plan without changes shows none', () => {
  expect(parameters(/^postgres/)).toMatchObject({ 'rds.force_ssl': '1 pending-reboot' })
})

test('the slow log of MySQL goes to files, which is what RDS exports', () => {
  expect(parameters(/^mysql/)).toMatchObject({ slow_query_log: '1 immediate', log_output: 'FILE immediate' })
})

test('every log that RDS exports has a group of ours, with retention and a key, made before the instance', () => {
  const instances = ofType('aws_db_instance')
  expect(instances.length).toBe(2)
  for (const { values } of instances) {
    const exports = blocks(values['enabled_cloudwatch_logs_exports']).map(String)
    expect(exports.length).toBeGreaterThan(1)
    for (const log of exports) {
      const name = `/aws/rds/instance/${String(values['identifier'])}/${log}`
      const group = ofType('aws_cloudwatch_log_group').find((one) => one.values['name'] === name)
      expect([name, group?.values['retention_in_days'], typeof group?.values['kms_key_id']]).toEqual([
        name,
        30,
        'string',
      ])
      expect(values['depends_on']).toContain(group?.address)
    }
  }
})
