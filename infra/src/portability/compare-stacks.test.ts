import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { differencesOf } from './compare-stacks.ts'

const root = mkdtempSync(join(tmpdir(), 'hourglass-compare-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function stacks(name: string, content: unknown): string {
  const folder = join(root, name)
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'data', 'cdk.tf.json'), JSON.stringify(content))
  return folder
}

const stack = (version: string, source: string, size: string) => ({
  '//': { metadata: { version } },
  terraform: { required_providers: { aws: { version, source } } },
  resource: { aws_db_instance: { target: { instance_class: size } } },
})

test('versions and the name of the provider may differ, nothing else', () => {
  const ours = stacks('ours', stack('6.25.0', 'aws', 'db.r7g.large'))
  expect(differencesOf(ours, stacks('same', stack('6.66.0', 'hashicorp/aws', 'db.r7g.large')))).toEqual([])
  expect(differencesOf(ours, stacks('other', stack('6.25.0', 'aws', 'db.t4g.micro')))).toEqual([
    'data.resource.aws_db_instance.target.instance_class: "db.r7g.large" | "db.t4g.micro"',
  ])
})

test('fails when a stack is missing, or there is nothing to compare', () => {
  const ours = stacks('whole', stack('1', 'aws', 'x'))
  const empty = join(root, 'empty')
  mkdirSync(empty)
  expect(differencesOf(ours, empty)).toHaveLength(1)
  expect(differencesOf(empty, empty)).toEqual(['there is nothing to compare'])
})
