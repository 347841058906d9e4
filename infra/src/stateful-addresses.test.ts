import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../test/fixture-app.ts'
import { readStack, type StackJson } from '../test/stack-json.ts'

/** Resources whose replacement loses data, or the names that people and policies know them by. */
const STATEFUL = [
  'aws_cloudwatch_log_group',
  'aws_db_instance',
  'aws_kms_key',
  'aws_s3_bucket',
  'aws_secretsmanager_secret',
  'aws_sfn_state_machine',
  'aws_sqs_queue',
  'aws_vpc',
]
/** Arguments that Terraform can only change by replacing the resource (provider documentation, "Forces new resource"). */
const REPLACING = ['bucket', 'cidr_block', 'db_name', 'engine', 'identifier', 'name', 'storage_encrypted', 'username']
/** What holds data must not be destroyed where the environment protects it. */
const HOLDS_DATA = ['aws_db_instance', 'aws_s3_bucket', 'aws_kms_key', 'aws_secretsmanager_secret']

const fixture = fixtureApp()
const stacks: StackJson[] = []

beforeAll(async () => {
  const folder = await synthesizeFixture(fixture, 'prod')
  for (const name of ['bootstrap', 'network', 'data', 'pipeline', 'observability']) stacks.push(readStack(folder, name))
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

function stateful(types: readonly string[]) {
  return stacks.flatMap((stack) =>
    types.flatMap((type) =>
      Object.entries(stack.resource[type] ?? {}).map(([id, attributes]) => ({
        address: `${stack.name}/${type}.${id}`,
        attributes,
      })),
    ),
  )
}

test('no stateful resource moves or is replaced: a change here needs a `moved` block or a migration', async () => {
  const found = stateful(STATEFUL).map(({ address, attributes }) => {
    const replacing = Object.entries(attributes).filter(([name]) => REPLACING.includes(name))
    return [address, ...replacing.map(([name, value]) => `${name}=${String(value)}`)].join(' ')
  })
  expect(found.length).toBeGreaterThan(20)
  await expect(`${found.sort().join('\n')}\n`).toMatchFileSnapshot('../golden/stateful-addresses.txt')
})

test('what holds data is protected from destruction', () => {
  const found = stateful(HOLDS_DATA)
  expect(found.length).toBeGreaterThanOrEqual(9)
  for (const { address, attributes } of found) {
    expect([address, attributes['lifecycle']]).toEqual([address, { prevent_destroy: true }])
  }
})
