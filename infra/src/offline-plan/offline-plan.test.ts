import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../../test/fixture-app.ts'
import { planReport } from './plan-report.ts'
import { planStacks } from './plan-stacks.ts'
import type { StackJson } from './prepare-stack.ts'
import { resourceSchema } from './provider-schema.ts'
import { NO_TERRAFORM, terraformVersion } from './terraform.ts'

const fixture = fixtureApp()
let stacks: string
/** Without terraform only the schemas can be tested; the line that says so is printed. */
const version = await terraformVersion()

beforeAll(async () => {
  stacks = await synthesizeFixture(fixture, 'prod')
}, SYNTH_TIMEOUT)
afterAll(() => fixture[Symbol.dispose]())

test('schemas come out of the bindings: flags, types and nested blocks', () => {
  const schema = resourceSchema('aws_lambda_function')
  const attribute = (name: string) => schema.attributes.find((found) => found.name === name)
  expect(attribute('function_name')).toMatchObject({ required: true, computed: false, type: 'string' })
  expect(attribute('memory_size')).toMatchObject({ required: false, optional: true, type: 'number' })
  expect(attribute('qualified_arn')).toMatchObject({ optional: false, computed: true, type: 'string' })
  const network = schema.blocks.find((found) => found.name === 'vpc_config')
  expect(network?.block.attributes.find((found) => found.name === 'subnet_ids')?.type).toEqual(['set', 'string'])
  const secret = resourceSchema('aws_db_instance').attributes.find((found) => found.name === 'master_user_secret')
  expect(secret?.type).toEqual([
    'list',
    ['object', { kms_key_id: 'string', secret_arn: 'string', secret_status: 'string' }],
  ])
})

if (version === undefined) process.stdout.write(`${NO_TERRAFORM}\n`)
else testsWithTerraform()

test('fails when there is nothing to plan', async () => {
  await expect(planStacks(join(fixture.root, 'nowhere'))).rejects.toThrow(/ENOENT/)
})

function testsWithTerraform(): void {
  test(
    'every stack validates and plans, and the plan keeps the policies',
    async () => {
      const report = planReport('prod', await planStacks(stacks))
      expect(report.text).not.toContain('cannot be planned')
      expect(report.text).toMatch(
        /bootstrap: \d+ to add\ndata: \d+ to add\nnetwork: \d+ to add\nobservability: \d+ to add\npipeline: \d+ to add\n$/,
      )
      expect(report.ok).toBe(true)
    },
    SYNTH_TIMEOUT,
  )

  describe('a planted mistake is caught', () => {
    const mistakes: readonly (readonly [string, (json: StackJson) => void, RegExp])[] = [
      [
        'a misspelt attribute',
        (json) => set(json, 'environment', { variables: { A: '${aws_s3_bucket.data.bukket}' } }),
        /bukket/,
      ],
      ['an unknown argument', (json) => set(json, 'memory', 512), /No argument or block type is named "memory"/],
      ['a wrong type', (json) => set(json, 'timeout', 'soon'), /a number is required/i],
      ['a missing argument', (json) => set(json, 'function_name', undefined), /"function_name" is required/],
      ['an undeclared resource', (json) => set(json, 'role', '${aws_iam_role.nobody.arn}'), /undeclared resource/],
      ['a circle', (json) => set(json, 'description', '${aws_lambda_alias.planted.arn}'), /Cycle/],
    ]

    test.each(mistakes)(
      '%s',
      async (_name, plant, message) => {
        const [plan] = await planStacks(stacks, ['pipeline'], (json) => {
          const changed = structuredClone(json)
          changed.resource['aws_lambda_alias'] = {
            ...changed.resource['aws_lambda_alias'],
            planted: {
              name: 'planted',
              function_name: '${aws_lambda_function.extract.function_name}',
              function_version: '1',
            },
          }
          plant(changed)
          return changed
        })
        expect(plan?.problems).toMatch(message)
      },
      SYNTH_TIMEOUT,
    )
  })
}

function set(json: StackJson, argument: string, value: unknown): void {
  const extract = json.resource['aws_lambda_function']?.['extract']
  if (extract === undefined) throw new Error('the pipeline stack has no function "extract"')
  extract[argument] = value
}
