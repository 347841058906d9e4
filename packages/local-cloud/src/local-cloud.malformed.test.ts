import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startLocalCloud } from './local-cloud.ts'
import type { LocalCloud } from './local-cloud-types.ts'
import { workWith } from './stack/testing/fork-stacks.ts'
import { sampleOptions } from './stack/testing/sample-cloud.ts'
import { writeStacks, writeZip } from './stack/testing/write-stacks.ts'

/* Whatever a function, a bucket or the clock does, an execution ends with AWS's error, and the cloud goes on. */

const HANDLER = `
export const handler = async ({ does }) => {
  const circle = {}
  circle.circle = circle
  switch (does) {
    case 'garbage': return circle
    case 'undefined': return undefined
    case 'seven megabytes': return 'x'.repeat(7e6)
    case 'over a state': return 'x'.repeat(300_000)
    case 'text': throw 'just text'
    case 'no name': throw Object.assign(new Error('m'), { name: '' })
    case 'exit': process.exit(3)
    case 'kill': process.kill(process.pid, 'SIGKILL'); return new Promise(() => undefined)
    case 'memory': { const kept = []; for (;;) kept.push(Buffer.alloc(20e6, 1)) }
    case 'never': return new Promise(() => undefined)
    case 'wait': return new Promise((done) => setTimeout(done, 1000))
    case 'channel': process.send({ type: 'returned' }); return 1
    case 'disconnect': process.disconnect(); return 1
    default: return { does }
  }
}`

const lines: string[] = []
let cloud: LocalCloud
let sfn: SFNClient
let s3: S3Client

beforeAll(async () => {
  const options = await sampleOptions({ iam: 'off', onLog: ({ line }) => lines.push(line) })
  // Seconds: enough to fill the memory on a busy machine.
  const work = workWith({ aws_lambda_function: { echo: { timeout: 3, reserved_concurrent_executions: 1 } } })
  await writeStacks(options.stacksFolder, { work })
  await writeZip(join(options.stacksFolder, 'work/assets/echo.zip'), { 'index.mjs': HANDLER })
  cloud = await startLocalCloud(options)
  const { endpoint, region, credentials } = cloud
  sfn = new SFNClient({ endpoint, region, credentials })
  s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
})

afterAll(() => cloud.stop())

afterEach(() => vi.restoreAllMocks())

const functionArn = () => cloud.model.functions[0]?.arn ?? ''

async function start(states: object, input: object = {}): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'First', States: { First: states } })
  const roleArn = cloud.model.stateMachines[0]?.roleArn
  const machine = await sfn.send(new CreateStateMachineCommand({ name: randomUUID(), definition, roleArn }))
  const { stateMachineArn } = machine
  const started = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }))
  return started.executionArn ?? ''
}

async function ended(executionArn: string): Promise<{ error: string; cause: string; output: string }> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const {
      status,
      error = '',
      cause = '',
      output = '',
    } = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (status !== 'RUNNING') return { error, cause, output }
    await sleep(20)
  }
  throw new Error('the execution hangs')
}

const invoke = () => ({ Type: 'Task', Resource: functionArn(), End: true })

describe('a function that', () => {
  test.each<[string, string, RegExp]>([
    ['garbage', 'Error', /Unable to stringify response body/],
    ['seven megabytes', 'Function.ResponseSizeTooLarge', /exceeded maximum allowed payload size \(6291556 bytes\)/],
    ['over a state', 'States.DataLimitExceeded', /size exceeding the maximum number of bytes service limit/],
    ['text', 'string', /just text/],
    ['exit', 'Runtime.ExitError', /exit status 3/],
    ['kill', 'Runtime.ExitError', /signal: killed/],
    ['memory', 'Runtime.OutOfMemory', /signal: killed/],
    ['never', 'Sandbox.Timedout', /Task timed out after 3\.00 seconds/],
    ['disconnect', 'Runtime.ExitError', /Runtime exited/],
  ])('does "%s" fails its execution with %s', async (does, error, cause) => {
    const end = await ended(await start(invoke(), { does }))
    expect(end.error).toBe(error)
    expect(end.cause).toMatch(cause)
  })

  test('returns nothing gives null', async () => {
    expect((await ended(await start(invoke(), { does: 'undefined' }))).output).toBe('null')
  })

  test('throws an error without a name has no error type of its own', async () => {
    const end = await ended(await start(invoke(), { does: 'no name' }))
    expect(end.error).not.toBe('')
    expect(end.cause).toContain('"errorMessage":"m"')
  })

  test('writes something odd to its channel answers that', async () => {
    const end = await ended(await start(invoke(), { does: 'channel' }))
    expect(end.error).not.toBe('')
  })

  test('does not exist, or has no room left, is refused as Lambda refuses it', async () => {
    const gone = await ended(await start({ ...invoke(), Resource: `${functionArn()}-gone` }))
    expect(gone.error).toBe('Lambda.ResourceNotFoundException')
    lines.length = 0
    const busy = await start(invoke(), { does: 'wait' })
    await expect.poll(() => lines.some((line) => line.startsWith('START'))).toBe(true)
    const throttled = await ended(await start(invoke()))
    expect(throttled.error).toBe('Lambda.TooManyRequestsException')
    expect(throttled.cause).toContain('Rate Exceeded')
    expect((await ended(busy)).error).toBe('')
  })

  test('after all that still works', async () => {
    expect((await ended(await start(invoke(), { does: 'echo' }))).output).toBe('{"does":"echo"}')
  })
})

describe('a bucket that is not there', () => {
  const map = (more: object) => ({
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
      StartAt: 'Child',
      States: { Child: { Type: 'Pass', End: true } },
    },
    End: true,
    ...more,
  })

  test('fails the reader of a Map', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'no-such-bucket', Key: 'items.json' },
    }
    const end = await ended(await start(map({ ItemReader })))
    expect(end.error).toBe('States.ItemReaderFailed')
    expect(end.cause).toContain('The specified bucket does not exist')
  })

  test('fails the writer of a Map, and a listing', async () => {
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'no-such-bucket', Prefix: 'results' },
    }
    const written = await ended(await start(map({ ItemsPath: '$.items', ResultWriter }), { items: [1] }))
    expect(written.error).toBe('States.ResultWriterFailed')
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Parameters: { Bucket: 'no-such-bucket', Prefix: 'a/' },
    }
    expect((await ended(await start(map({ ItemReader })))).error).toBe('States.ItemReaderFailed')
  })

  test('is told by S3 itself', async () => {
    const put = s3.send(new PutObjectCommand({ Bucket: 'no-such-bucket', Key: 'a', Body: 'x' }))
    await expect(put).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } })
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1)
  })
})

describe('a clock that jumps', () => {
  const wait = (Seconds: number) => ({ Type: 'Wait', Seconds, End: true })

  test('forward ends what waits, and times out what has waited too long', async () => {
    const waiting = await start(wait(3600))
    const task = { ...invoke(), TimeoutSeconds: 60 }
    const slow = await start(task, { does: 'never' })
    await sleep(100)
    await cloud.clock.advance(2 * 3_600_000)
    expect((await ended(waiting)).error).toBe('')
    expect((await ended(slow)).error).toBe('States.Timeout')
  })

  test('backward neither ends what waits too early nor makes it wait for the lost time', async () => {
    const real = Date.now.bind(Date)
    const waiting = await start(wait(1))
    vi.spyOn(Date, 'now').mockImplementation(() => real() - 10 * 60_000)
    const later = await start(wait(1))
    expect((await ended(waiting)).error).toBe('')
    expect((await ended(later)).error).toBe('')
    vi.restoreAllMocks()
    expect((await ended(await start(wait(1)))).error).toBe('')
  })
})
