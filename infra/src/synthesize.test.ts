import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrateSettings } from '@hourglass/contracts/migrate-environment'
import { WORKER_NAMES, WORKERS } from '@hourglass/contracts/workers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureApp, synthesizeFixture, SYNTH_TIMEOUT } from '../test/fixture-app.ts'
import { readStack, type StackJson } from '../test/stack-json.ts'

const first = fixtureApp()
const second = fixtureApp(join(first.root, 'another folder'))
let pipeline: StackJson

beforeAll(async () => {
  pipeline = readStack(await synthesizeFixture(first, 'dev'), 'pipeline')
  await synthesizeFixture(second, 'dev')
}, SYNTH_TIMEOUT)
afterAll(() => first[Symbol.dispose]())

describe('each worker', () => {
  test.each(WORKER_NAMES)('%s gets exactly the variables that it reads', (worker) => {
    const environment = pipeline.resource['aws_lambda_function']?.[worker]?.['environment']
    const given = Object.entries(Object(Object(environment)['variables']))
    const read = Object.values(WORKERS[worker].settings).map((setting) => setting.env)
    expect(given.map(([name]) => name).sort()).toEqual([...read, 'NODE_EXTRA_CA_CERTS'].sort())
    for (const [name, value] of given) expect([name, String(value).length > 0]).toEqual([name, true])
  })

  test('has a hash of its own zip', () => {
    for (const worker of WORKER_NAMES) {
      const { filename, source_code_hash: hash } = pipeline.resource['aws_lambda_function']?.[worker] ?? {}
      const zip = readFileSync(join(first.outdir, 'stacks/pipeline', String(filename)))
      expect(hash).toBe(createHash('sha256').update(zip).digest('base64'))
    }
  })
})

test('the function that a deploy runs gets exactly the variables that it reads, and alone reads administrators', () => {
  const data = readStack(join(first.outdir, 'stacks'), 'data')
  const environment = data.resource['aws_lambda_function']?.['migrate']?.['environment']
  const read = Object.values(migrateSettings).map((setting) => setting.env)
  expect(Object.keys(Object(Object(environment)['variables'])).sort()).toEqual([...read, 'NODE_EXTRA_CA_CERTS'].sort())
  expect(JSON.stringify(pipeline)).not.toContain('master_user_secret')
})

/** Size and digest of every file of an output folder. */
function digestsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const bytes = readFileSync(file)
      return [file.slice(folder.length), `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`]
    }),
  )
}

test('an output is not empty, and names no folder of the machine that made it', () => {
  const files = Object.entries(digestsOf(first.outdir))
  expect(files.filter(([file]) => file.endsWith('.zip'))).toHaveLength(WORKER_NAMES.length + 1)
  expect(files.filter(([file]) => file.endsWith('cdk.tf.json'))).toHaveLength(5)
  for (const [file, digest] of files) {
    expect([file, Number.parseInt(digest, 10) > 100]).toEqual([file, true])
    expect([file, readFileSync(join(first.outdir, file)).includes(first.root)]).toEqual([file, false])
  }
})

test('two synths into different folders are identical, zips included', () => {
  expect(digestsOf(second.outdir)).toEqual(digestsOf(first.outdir))
})

test(
  'a synth by another user, in another time zone, language and working folder, is identical',
  () => {
    const script = join(import.meta.dirname, '../test/synthesize-elsewhere.ts')
    const env = { PATH: process.env['PATH'], HOME: first.root, USER: 'somebody', TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8' }
    const tsx = import.meta.resolve('tsx')
    const run = ['--import', tsx, script, join(first.root, 'elsewhere'), 'dev']
    const outdir = execFileSync(process.execPath, run, { cwd: first.root, env, encoding: 'utf8' })
    expect(digestsOf(outdir)).toEqual(digestsOf(first.outdir))
  },
  SYNTH_TIMEOUT,
)

test('the Terraform holds no password, and state is locked by S3 itself', () => {
  for (const name of ['bootstrap', 'network', 'data', 'pipeline', 'observability']) {
    const stack = readStack(join(first.outdir, 'stacks'), name)
    expect(stack.terraform).toMatchObject({ backend: { s3: { encrypt: true, use_lockfile: true } } })
    expect(JSON.stringify(stack)).not.toMatch(/"(password|secret_string)"/)
  }
})
