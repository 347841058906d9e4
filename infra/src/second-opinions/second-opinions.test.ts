import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { ENVIRONMENT_CONFIGS } from '../environments/environments.ts'
import { validEnvironment } from '../environments/validate.ts'
import { type Resource, readResources } from '../policy/resource.ts'
import { changedArguments } from './apply-on-moto.ts'
import { readCheckov } from './checkov.ts'
import { missingCalls } from './missing-calls.ts'
import { readCalls } from './recorded-calls.ts'
import { copyStacks } from './stack-copy.ts'

const root = mkdtempSync(join(tmpdir(), 'hourglass-opinions-test-'))
const fixture = fixtureApp(root)
let stacks: string
let resources: readonly Resource[]

beforeAll(async () => {
  stacks = await synthesizeFixture(fixture, 'dev')
  resources = readResources(stacks)
}, SYNTH_TIMEOUT)
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A line as the provider logs it with TF_LOG=JSON. */
const sent = (service: string, method: string, type: string) =>
  JSON.stringify({
    '@message': 'HTTP Request Sent',
    'rpc.service': service,
    'rpc.method': method,
    tf_resource_type: type,
    tf_rpc: 'ReadResource',
  })

describe('recorded calls', () => {
  const log = join(root, 'calls.log')

  test('are read from the log as IAM names them, each once', () => {
    const lines = [
      sent('S3', 'GetBucketEncryption', 'aws_s3_bucket'),
      '{"@message":"other"}',
      sent('SFN', 'DescribeStateMachine', 'aws_sfn_state_machine'),
    ]
    writeFileSync(log, [...lines, ...lines].join('\n'))
    expect(readCalls([log])).toEqual([
      { type: 'aws_s3_bucket', action: 's3:GetEncryptionConfiguration' },
      { type: 'aws_sfn_state_machine', action: 'states:DescribeStateMachine' },
    ])
  })

  test('that the rights table does not have are told by resource and action', () => {
    writeFileSync(
      log,
      [sent('S3', 'HeadBucket', 'aws_s3_bucket'), sent('Lambda', 'GetPolicy', 'aws_lambda_function')].join('\n'),
    )
    const config = validEnvironment('dev', ENVIRONMENT_CONFIGS)
    expect(missingCalls(config, resources, readCalls([log]))).toEqual([
      'aws_lambda_function calls lambda:GetPolicy, which the rights table does not have',
    ])
  })
})

test('a copy for moto goes nowhere else: no bucket as its backend, every service at one address, nothing unresolved', () => {
  const copy = join(root, 'copy')
  const states = join(root, 'states')
  mkdirSync(states)
  const names = copyStacks(stacks, copy, '5.100.0', {
    endpoint: 'http://127.0.0.1:1',
    stepFunctions: 'http://127.0.0.1:2',
    states,
  })
  expect(names).toHaveLength(5)
  for (const stack of names) {
    const text = readFileSync(join(copy, stack, 'cdk.tf.json'), 'utf8')
    const { terraform, provider } = JSON.parse(text)
    expect([stack, Object.keys(terraform.backend)]).toEqual([stack, ['local']])
    expect(terraform.required_providers.aws.version).toBe('5.100.0')
    expect(provider.aws[0].endpoints[0]).toMatchObject({ s3: 'http://127.0.0.1:1', sfn: 'http://127.0.0.1:2' })
    expect(text).not.toMatch(/\$\{aws_db_instance\./)
  }
})

test('a second plan names the arguments that it would change, not what only follows from them', () => {
  const change = (
    type: string,
    before: object | null,
    after: object | null,
    unknown: object,
    ...actions: string[]
  ) => ({
    type,
    change: { actions, before, after, after_unknown: unknown },
  })
  const plan = {
    resource_changes: [
      change('aws_vpc', { cidr_block: 'a' }, { cidr_block: 'a' }, {}, 'no-op'),
      change('aws_lambda_function', { timeout: 3, version: '1' }, { timeout: 4 }, { version: true }, 'update'),
      change('aws_sns_topic', null, { name: 'a' }, {}, 'create'),
    ],
  }
  expect(changedArguments(JSON.stringify(plan))).toEqual(['aws_lambda_function.timeout', 'aws_sns_topic (create)'])
})

describe("Checkov's findings", () => {
  const report = (...checks: readonly string[]) =>
    JSON.stringify({
      summary: { passed: 10, failed: checks.length, parsing_errors: 0 },
      results: { failed_checks: checks.map((id) => ({ check_id: id, resource: 'aws_x.y' })) },
    })

  test('pass when each is excused with a reason', () => {
    const read = readCheckov(report('CKV_AWS_18', 'CKV_AWS_285', 'CKV2_AWS_5'))
    expect([read.ok, read.text]).toEqual([
      true,
      '10 checks passed, 3 failed of 3 rules, 3 of them excused with a reason',
    ])
  })

  test('fail when one is not excused, when an excuse is of no use, and when nothing was checked', () => {
    expect(readCheckov(report('CKV_AWS_285', 'CKV2_AWS_5', 'CKV_AWS_999')).text).toMatch(
      /CKV_AWS_999 is not excused: aws_x\.y/,
    )
    expect(readCheckov(report('CKV_AWS_18')).text).toMatch(/CKV_AWS_285 is excused and does not fail any more/)
    const empty = { summary: { passed: 0, failed: 0, parsing_errors: 1 }, results: { failed_checks: [] } }
    expect(readCheckov(JSON.stringify(empty)).ok).toBe(false)
  })
})
