import { expect, test } from 'vitest'
import { failedChildren, type ReadResults } from './failed-children.ts'

/* Result files in the form that AWS writes them (ResultWriter page), read from a bucket that holds nothing else. */

const EXTRACT = 'runs/r1/results/analytics.answers/extract'
const LOAD = 'runs/r1/results/analytics.answers/load'

interface Written {
  readonly json: unknown
  readonly modifiedAt: Date
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 9, 0, second))

function bucketOf(files: Readonly<Record<string, Written>>): ReadResults {
  return {
    bucket: 'data',
    getJson: async (key, parser) => parser.parse(files[key]?.json),
    list: async (prefix) =>
      Object.entries(files)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, { modifiedAt }]) => ({ key, modifiedAt })),
  }
}

const thrown = (errorType: string, errorMessage: string) => ({
  Error: errorType,
  Cause: JSON.stringify({ errorType, errorMessage, trace: ['Error', '    at handler (worker.mjs:1:2)'] }),
})

function record(status: string, failure: { Error?: string; Cause?: string } = {}) {
  return {
    ...failure,
    ExecutionArn: 'arn:aws:states:eu-west-1:000000000000:express:sync-table/Extract:11111111-2222:33333333-4444',
    Input: '{"BatchInput":{"run":"r1"},"Items":[{"id":"c00001","lower":"alice@example.com","upper":null}]}',
    InputDetails: { Included: true },
    Name: '11111111-2222',
    RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    StartDate: '2026-11-23T09:00:00.000Z',
    Status: status,
    StopDate: '2026-11-23T09:00:01.000Z',
  }
}

/** The files of one Map Run below `folder`. */
function mapRun(
  folder: string,
  second: number,
  records: Partial<Record<'SUCCEEDED' | 'FAILED' | 'PENDING', unknown[]>>,
) {
  const files: Record<string, Written> = {}
  const listed = (kind: keyof typeof records) => {
    const found = records[kind]
    if (!found) return []
    files[`${folder}/${kind}_0.json`] = { json: found, modifiedAt: at(second) }
    return [{ Key: `${folder}/${kind}_0.json`, Size: JSON.stringify(found).length }]
  }
  const ResultFiles = { FAILED: listed('FAILED'), PENDING: listed('PENDING'), SUCCEEDED: listed('SUCCEEDED') }
  files[`${folder}/manifest.json`] = {
    json: { DestinationBucket: 'data', MapRunArn: 'arn:x', ResultFiles },
    modifiedAt: at(second),
  }
  return files
}

const ask = (files: Readonly<Record<string, Written>>) => failedChildren(bucketOf(files), 'r1', 'analytics.answers')

test('names the error of the child that failed, how many did, and the file that has all of them', async () => {
  const denied = "cannot write s3://data/x: AccessDenied: the role lacks kms:GenerateDataKey on 'arn:aws:kms:1'"
  const files = mapRun(`${EXTRACT}/run-1`, 1, {
    SUCCEEDED: [record('SUCCEEDED'), record('SUCCEEDED')],
    FAILED: [record('FAILED', thrown('ObjectAccessError', denied))],
    PENDING: [{ Input: '{}', InputDetails: { Included: true }, Status: 'PENDING' }],
  })
  expect(await ask(files)).toEqual({
    step: 'Extract',
    failed: 1,
    children: 4,
    errors: [{ error: 'ObjectAccessError', cause: denied, children: 1 }],
    others: 0,
    records: { bucket: 'data', key: `${EXTRACT}/run-1/FAILED_0.json` },
  })
})

test('children that differ in ids, chunks and times only are one error, the most frequent first', async () => {
  const timedOut = (id: string) =>
    thrown('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after 240.0${id[0]} seconds`)
  const files = mapRun(`${LOAD}/run-1`, 1, {
    FAILED: [
      record('TIMED_OUT'),
      record('FAILED', timedOut('0a0b0c0d-1111-4222-8333-444455556666')),
      record('FAILED', timedOut('9a0b0c0d-9999-4222-8333-444455556666')),
      record('FAILED', thrown('SourceReadError', 'chunk c00002 cannot be read')),
      record('FAILED', thrown('SourceReadError', 'chunk c00007 cannot be read')),
      record('FAILED', thrown('SourceReadError', 'chunk c00009 cannot be read')),
    ],
  })
  const found = await ask(files)
  expect(found?.step).toBe('Load')
  expect(found?.errors).toMatchObject([
    { error: 'SourceReadError', cause: 'chunk c00002 cannot be read', children: 3 },
    { error: 'Sandbox.Timedout', children: 2 },
    { error: 'TIMED_OUT', cause: '', children: 1 },
  ])
})

test('the latest Map Run counts: a retry may have got further, or failed otherwise', async () => {
  const files = {
    ...mapRun(`${EXTRACT}/run-1`, 1, { FAILED: [record('FAILED', thrown('A', 'first'))] }),
    ...mapRun(`${EXTRACT}/run-1/Redrive-1`, 5, { FAILED: [record('FAILED', thrown('B', 'again'))] }),
  }
  expect(await ask(files)).toMatchObject({ errors: [{ error: 'B' }] })
  const loaded = {
    ...files,
    ...mapRun(`${EXTRACT}/run-2`, 8, { SUCCEEDED: [record('SUCCEEDED')] }),
    ...mapRun(`${LOAD}/run-3`, 8, { FAILED: [record('FAILED', thrown('C', 'later'))] }),
  }
  expect(await ask(loaded)).toMatchObject({ step: 'Load', errors: [{ error: 'C' }] })
})

test('many errors are capped, long ones cut, and the input of a child is never shown', async () => {
  const FAILED = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) =>
    record('FAILED', thrown(letter, letter.repeat(5_000))),
  )
  const found = await ask(mapRun(`${EXTRACT}/run-1`, 1, { FAILED }))
  expect(found).toMatchObject({ failed: 7, others: 2 })
  expect(found?.errors).toHaveLength(5)
  for (const { cause } of found?.errors ?? []) expect(cause.length).toBeLessThanOrEqual(800)
  expect(JSON.stringify(found)).not.toMatch(/alice|handler/)
})

test('a table whose Maps left no failed child has nothing to tell', async () => {
  expect(await ask({})).toBeNull()
  expect(await ask(mapRun(`${EXTRACT}/run-1`, 1, { SUCCEEDED: [record('SUCCEEDED')] }))).toBeNull()
})

test('children are counted only while the files that hold them are small', async () => {
  const files = mapRun(`${EXTRACT}/run-1`, 1, {
    FAILED: [record('FAILED', thrown('A', 'why'))],
    SUCCEEDED: [record('SUCCEEDED')],
  })
  const sized = (bytes: number) => {
    const { json, modifiedAt } = files[`${EXTRACT}/run-1/manifest.json`] ?? { json: {}, modifiedAt: at(1) }
    const text = JSON.stringify(json).replace(/("SUCCEEDED":\[\{"Key":"[^"]*","Size":)\d+/, `$1${bytes}`)
    return { ...files, [`${EXTRACT}/run-1/manifest.json`]: { json: JSON.parse(text), modifiedAt } }
  }
  expect(await ask(sized(32 * 2 ** 20))).toMatchObject({ failed: 1, children: 2 })
  expect(await ask(sized(32 * 2 ** 20 + 1))).toMatchObject({ failed: 1, children: null })
})

test('errors that differ in words, or in how often a word stands, are apart; ids of any shape are not', async () => {
  const causes = [
    'request 0a0b0c0d-1111-4222-8333-444455556666 failed',
    'request FFFFFFFF-9999-4222-8333-abcdefabcdef failed',
    'request abc-def failed',
    'lines 7 failed',
    'lines 123 failed',
    'lines  failed',
  ]
  const found = await ask(
    mapRun(`${EXTRACT}/run-1`, 1, { FAILED: causes.map((cause) => record('FAILED', thrown('A', cause))) }),
  )
  expect(found?.errors.map(({ cause, children }) => [cause, children])).toEqual([
    [causes[0], 2],
    [causes[3], 2],
    [causes[2], 1],
    [causes[5], 1],
  ])
})

test('a cause is cut at eight hundred characters, and not before', async () => {
  const causeOf = async (length: number) => {
    const failed = record('FAILED', thrown('A', 'x'.repeat(length)))
    return (await ask(mapRun(`${EXTRACT}/run-1`, 1, { FAILED: [failed] })))?.errors[0]?.cause
  }
  expect(await causeOf(800)).toBe('x'.repeat(800))
  expect(await causeOf(801)).toBe(`${'x'.repeat(799)}…`)
})
