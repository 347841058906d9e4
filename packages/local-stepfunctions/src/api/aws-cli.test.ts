import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EngineServer, serveEngine } from '../http-server.ts'
import { isObject, type Json, type JsonObject } from '../language/json.ts'
import { createHarness, distributedMap, type Harness, TEST_ROLE, text } from '../testing/harness.ts'

const run = promisify(execFile)

// Another test's settings, or the user's own, must not lead the CLI elsewhere.
const ENVIRONMENT = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 'b',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
}

let harness: Harness
let server: EngineServer
let open = (): void => {}

beforeAll(async () => {
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  harness = createHarness(async (event) => {
    await gate
    return event
  })
  server = await serveEngine(harness.engine)
})

afterAll(async () => {
  await server.close()
  await harness.close()
})

async function whyNoCli(): Promise<string | undefined> {
  try {
    await run('aws', ['--version'], { env: ENVIRONMENT })
    return undefined
  } catch (error) {
    return `the "aws" CLI does not run here: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** One call of `aws stepfunctions`; options by name, as the CLI spells them. */
async function aws(command: string, options: Readonly<Record<string, string>>): Promise<JsonObject> {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const endpoint = ['--endpoint-url', server.url, '--region', 'us-east-1', '--output', 'json']
  const { stdout } = await run('aws', ['stepfunctions', command, ...args, ...endpoint], { env: ENVIRONMENT })
  const answer: Json = stdout === '' ? {} : JSON.parse(stdout)
  return isObject(answer) ? answer : {}
}

test('the aws CLI creates, starts, lists map runs, widens, stops and redrives', {
  timeout: 60_000,
}, async (context) => {
  const reason = await whyNoCli()
  if (reason !== undefined) {
    process.stderr.write(`aws-cli.test.ts is skipped: ${reason}\n`)
    context.skip(reason)
  }
  const machine = await aws('create-state-machine', {
    name: 'mapper',
    'role-arn': TEST_ROLE,
    definition: JSON.stringify(distributedMap()),
  })
  const started = await aws('start-execution', {
    'state-machine-arn': text(machine, 'stateMachineArn'),
    name: 'first',
    input: '{"items":[1,2,3]}',
  })
  const executionArn = text(started, 'executionArn')
  const { mapRuns } = await aws('list-map-runs', { 'execution-arn': executionArn })
  expect(mapRuns).toMatchObject([{ executionArn }])
  const mapRunArn = text(Object(Array.isArray(mapRuns) ? mapRuns[0] : {}), 'mapRunArn')
  await aws('update-map-run', { 'map-run-arn': mapRunArn, 'max-concurrency': '2' })
  expect(await aws('describe-map-run', { 'map-run-arn': mapRunArn })).toMatchObject({
    status: 'RUNNING',
    maxConcurrency: 2,
    itemCounts: { running: 2, pending: 1 },
  })
  await aws('stop-execution', { 'execution-arn': executionArn, error: 'Operator', cause: 'by hand' })
  expect(await harness.settled(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'by hand' })
  open()
  await aws('redrive-execution', { 'execution-arn': executionArn })
  await harness.settled(executionArn)
  expect(await aws('describe-execution', { 'execution-arn': executionArn })).toMatchObject({
    status: 'SUCCEEDED',
    redriveCount: 1,
    output: '[1,2,3]',
  })
})
