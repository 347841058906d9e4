import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testRuntime } from './testing.ts'

const ESM = (body: string): Record<string, string> => ({
  'index.mjs': `export const handler = async (event, context) => { ${body} }`,
})

describe('handlers', () => {
  test('an ES module gets the event and answers', async () => {
    await using work = await testRuntime(ESM('return { doubled: event.n * 2 }'))
    expect(await work.invoke({ n: 21 })).toEqual({ result: { doubled: 42 }, functionError: undefined })
  })

  test('a CommonJS bundle in a folder answers by callback', async () => {
    const files = { 'dist/main.js': 'module.exports = { run: (event, context, done) => done(null, event.n + 1) }' }
    await using work = await testRuntime(files, { handler: 'dist/main.run' })
    expect(await work.invoke({ n: 1 })).toMatchObject({ result: 2 })
  })

  test('a handler that returns nothing gives null', async () => {
    await using work = await testRuntime(ESM(''))
    expect(await work.invoke({})).toMatchObject({ result: null })
  })

  test('the context has what AWS puts there', async () => {
    await using work = await testRuntime(ESM('return { ...context, left: context.getRemainingTimeInMillis() }'))
    const { result } = await work.invoke({})
    expect(result).toMatchObject({
      functionName: 'work',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:work',
      memoryLimitInMB: '256',
      awsRequestId: work.records[0]?.requestId,
      logGroupName: '/aws/lambda/work',
    })
    expect(result).toHaveProperty('left', expect.closeTo(5000, -3))
  })

  test("the environment is the function's, AWS's and the caller's, and of ours only PATH", async () => {
    process.env['LOCAL_CLOUD_LEAK'] = 'leak'
    await using work = await testRuntime(ESM('return process.env'), {}, { environment: { COLOR: 'red', MORE: '1' } })
    const { result } = await work.invoke({})
    expect(result).toMatchObject({
      COLOR: 'red',
      MORE: '1',
      AWS_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'KEY',
      AWS_SECRET_ACCESS_KEY: 'secret of arn:aws:iam::123456789012:role/work',
      PATH: process.env['PATH'],
    })
    expect(result).not.toHaveProperty('LOCAL_CLOUD_LEAK')
    expect(result).not.toHaveProperty('HOME')
  })
})

describe('workers', () => {
  test('a worker stays warm between invocations', async () => {
    await using work = await testRuntime({
      'index.mjs': 'let n = 0; export const handler = async () => [process.pid, ++n]',
    })
    const first = (await work.invoke({})).result as [number, number]
    expect(await work.invoke({})).toMatchObject({ result: [first[0], 2] })
    expect(work.runtime.stats()).toMatchObject({ work: { invocations: 2, coldStarts: 1, errors: 0 } })
  })

  test('invocations at once get a worker each, up to the limit; the rest wait', async () => {
    const body = 'await new Promise((done) => setTimeout(done, 200)); return process.pid'
    await using work = await testRuntime(ESM(body), {}, { limits: { concurrency: 2 } })
    const results = await Promise.all([1, 2, 3, 4].map(() => work.invoke({})))
    expect(new Set(results.map(({ result }) => result)).size).toBe(2)
    // Records come in the order in which invocations ended: the last two could begin only after the first had.
    const [first, , ...waited] = work.records.map(({ startedAt }) => startedAt)
    expect(waited.map((startedAt) => startedAt >= (first ?? 0) + 195)).toEqual([true, true])
  })

  test('fails when more run than the function has reserved, as in AWS', async () => {
    await using work = await testRuntime(ESM('await new Promise((done) => setTimeout(done, 300))'), {
      reservedConcurrency: 1,
    })
    const first = work.invoke({})
    await expect(work.invoke({})).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: expect.stringMatching(/work has 1 reserved concurrent executions/),
    })
    await first
    expect(work.runtime.stats()).toMatchObject({ work: { throttles: 1 } })
  })

  test('fails when too many wait', async () => {
    const limits = { concurrency: 1, queue: 1 }
    await using work = await testRuntime(ESM('await new Promise((done) => setTimeout(done, 300))'), {}, { limits })
    const running = [work.invoke({}), work.invoke({})]
    await expect(work.invoke({})).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    await Promise.all(running)
  })
})

test('an idle worker ends after a while, and at once when another function needs its place', async () => {
  const pid = ESM('return process.pid')
  await using brief = await testRuntime(pid, {}, { limits: { idleMs: 200 } })
  const { result: first } = await brief.invoke({})
  await expect.poll(() => isAlive(first), { timeout: 5000 }).toBe(false)

  const other = { ...brief.runtime.find('work'), name: 'other' }
  await using crowded = await testRuntime(
    pid,
    {},
    { functions: [brief.runtime.find('work'), other], limits: { processes: 1 } },
  )
  const { result: idle } = await crowded.invoke({})
  await crowded.runtime.invoke({ functionName: 'other', payload: '{}' })
  await expect.poll(() => isAlive(idle), { timeout: 5000 }).toBe(false)
})

function isAlive(pid: unknown): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

describe('failures are reported as Lambda reports them', () => {
  test('a thrown error', async () => {
    await using work = await testRuntime(
      ESM('class TooSmallError extends Error { name = "TooSmallError" }; throw new TooSmallError("got 3")'),
    )
    expect(await work.invoke({})).toEqual({
      functionError: 'Unhandled',
      result: {
        errorType: 'TooSmallError',
        errorMessage: 'got 3',
        trace: expect.arrayContaining(['TooSmallError: got 3']),
      },
    })
    expect(work.records[0]).toMatchObject({ status: 'error', errorType: 'TooSmallError' })
  })

  test('a thrown text', async () => {
    await using work = await testRuntime(ESM('throw "oops"'))
    expect((await work.invoke({})).result).toEqual({ errorType: 'string', errorMessage: 'oops', trace: [] })
  })

  test('a timeout kills the worker; the next call gets a new one', async () => {
    await using work = await testRuntime(ESM('if (event.hang) for (;;); return process.pid'), { timeoutSeconds: 1 })
    const { result: before } = await work.invoke({})
    const hung = await work.invoke({ hang: true })
    expect(hung).toMatchObject({
      functionError: 'Unhandled',
      result: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
      },
    })
    expect(work.records[1]).toMatchObject({ status: 'timeout', durationMs: expect.closeTo(1000, -3) })
    expect((await work.invoke({})).result).not.toBe(before)
  })

  test('memory above memory_size kills the worker', async () => {
    const body =
      'const kept = []; for (;;) { kept.push(Buffer.alloc(8e6, 1)); await new Promise((go) => setTimeout(go, 20)) }'
    await using work = await testRuntime(ESM(body), { memoryMb: 128 })
    expect((await work.invoke({})).result).toMatchObject({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    })
    expect(work.lines.at(-1)?.line).toMatch(
      /Memory Size: 128 MB\tMax Memory Used: 1\d\d MB.*Error Type: Runtime\.OutOfMemory/,
    )
  })

  test('a peak between two checks counts too', async () => {
    await using work = await testRuntime(ESM('return Buffer.alloc(200e6, 1).length'), { memoryMb: 128 })
    expect((await work.invoke({})).result).toMatchObject({ errorType: 'Runtime.OutOfMemory' })
  })

  test('a full heap aborts the worker', async () => {
    await using work = await testRuntime(ESM('const kept = []; for (;;) kept.push({ n: [Math.random()] })'), {
      memoryMb: 128,
    })
    expect((await work.invoke({})).result).toMatchObject({
      errorType: expect.stringMatching(/^Runtime\.(ExitError|OutOfMemory)$/),
      errorMessage: expect.stringMatching(/signal: (aborted|killed)$/),
    })
  })

  test.each([
    ['process.exit(7)', 'Runtime.ExitError', /exit status 7$/],
    ['process.exit(0)', 'Runtime.ExitError', /Runtime exited without providing a reason$/],
    [
      'process.kill(process.pid, "SIGKILL"); await new Promise(() => undefined)',
      'Runtime.ExitError',
      /signal: killed$/,
    ],
    [
      'Promise.reject(new TypeError("late")); await new Promise(() => undefined)',
      'Runtime.UnhandledPromiseRejection',
      /^TypeError: late$/,
    ],
    [
      'setTimeout(() => { throw new RangeError("later") }, 1); await new Promise(() => undefined)',
      'RangeError',
      /^later$/,
    ],
    ['return { big: 1n }', 'Error', /Unable to stringify response body/],
    [
      'return "x".repeat(7e6)',
      'Function.ResponseSizeTooLarge',
      /exceeded maximum allowed payload size \(6291556 bytes\)/,
    ],
  ])('%s', async (body, errorType, errorMessage) => {
    await using work = await testRuntime(ESM(body))
    const { result, functionError } = await work.invoke({})
    expect(functionError).toBe('Unhandled')
    expect(result).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) })
  })

  test.each<[string, Record<string, string>, string, RegExp]>([
    ['the file is missing', { 'other.mjs': '' }, 'Runtime.ImportModuleError', /Cannot find module 'index'/],
    ['a dependency is missing', { 'index.mjs': 'import "nothing-here"' }, 'Runtime.ImportModuleError', /nothing-here/],
    [
      'the export is missing',
      { 'index.mjs': 'export const other = 1' },
      'Runtime.HandlerNotFound',
      /index\.handler is undefined/,
    ],
    ['the code does not parse', { 'index.mjs': 'export const = 1' }, 'Runtime.UserCodeSyntaxError', /SyntaxError/],
    ['the module throws', { 'index.mjs': 'throw new RangeError("at load")' }, 'RangeError', /at load/],
  ])('fails when %s', async (_, files, errorType, errorMessage) => {
    await using work = await testRuntime(files)
    expect((await work.invoke({})).result).toMatchObject({
      errorType,
      errorMessage: expect.stringMatching(errorMessage),
    })
  })
})

describe('requests', () => {
  test.each([
    ['work:live', undefined],
    ['arn:aws:lambda:eu-central-1:123456789012:function:work', 'live'],
    ['123456789012:function:work', '$LATEST'],
  ])('%s with qualifier %s means the function', async (functionName, qualifier) => {
    await using work = await testRuntime(ESM(''))
    expect(work.runtime.find(functionName, qualifier).name).toBe('work')
  })

  test('fails for an unknown function or alias, a large payload and text that is not JSON', async () => {
    await using work = await testRuntime(ESM(''))
    const call = (functionName: string, payload: string): Promise<unknown> =>
      work.runtime.invoke({ functionName, payload })
    await expect(call('other', '{}')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(call('work:old', '{}')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(call('work', JSON.stringify('x'.repeat(7e6)))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    })
    await expect(call('work', '{')).rejects.toMatchObject({ name: 'InvalidRequestContentException' })
  })

  test('fails when the package is not a zip', async () => {
    await using work = await testRuntime(ESM(''), { zipPath: import.meta.filename })
    await expect(work.invoke({})).rejects.toThrow(/the deployment package .* cannot be unpacked/)
  })
})

test('the log has all output of an invocation, in order, between START and REPORT', async () => {
  const body = 'console.log("one"); console.error(new Error("two").message); process.stdout.write("open end"); return 1'
  await using work = await testRuntime(ESM(body))
  const { logTail, record } = await work.runtime.invoke({ functionName: 'work', payload: '{}', keepLogTail: true })
  const id = record.requestId
  const lines = logTail.split('\n').slice(0, -1)
  expect(lines[0]).toBe(`START RequestId: ${id} Version: $LATEST`)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`Z\\t${id}\\tINFO\\tone$`)),
      expect.stringMatching(new RegExp(`Z\\t${id}\\tERROR\\ttwo$`)),
      'open end',
    ]),
  )
  expect(lines.slice(-2)).toEqual([
    `END RequestId: ${id}`,
    expect.stringMatching(
      /^REPORT RequestId: .*\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
    ),
  ])
  expect(readFileSync(join(work.dataFolder, 'logs/work.log'), 'utf8')).toContain('\tINFO\tone\n')
})
