import { ObjectStoreError, StagingLostError, TargetWriteError } from '@hourglass/contracts/errors'
import { expect, test } from 'vitest'
import { answers, copyText, manyRows, type Row } from '../../test/answers.ts'
import { bytes, loadOne, partOf, requestOf } from '../../test/extracts.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

const request = requestOf(answers, { fence: 1, parts: [] })
const object = { bucket: 'b', key: 'k' }

async function prepared(): Promise<TestTarget> {
  const t = await testTarget({ lockSeconds: 20 })
  await t.target.prepareStaging(answers, 'staging_1')
  return t
}
const stagedRows = (t: TestTarget) => t.db.query<Row>('select * from hourglass_staging.staging_1 order by id')
const ledger = (t: TestTarget) => t.db.query('select staging, part_key, rows from hourglass.loaded_parts')

async function* blocks(...parts: readonly Buffer[]) {
  yield* parts
}

test('loads a part with its ledger row, values exact', async () => {
  await using t = await prepared()
  const rows = [
    { id: 1, at: '2026-11-23 09:00:00.012300', score: '9.50', body: '{"a": "b"}', note: 'tab\tand\nline \\N 👍' },
    { id: 2, note: '' },
    { id: 3, note: 'NULL' },
  ]
  expect(await loadOne(t.target, request, partOf('p1', 3), rows)).toEqual({ loaded: true })
  expect(
    await t.db.query(
      `select id, updated_at::text as at, score, body::text, note from hourglass_staging.staging_1 order by id`,
    ),
  ).toEqual([
    { id: '1', at: '2026-11-23 09:00:00.0123', score: '9.50', body: '{"a": "b"}', note: 'tab\tand\nline \\N 👍' },
    { id: '2', at: '2026-11-23 09:00:00', score: null, body: null, note: '' },
    { id: '3', at: '2026-11-23 09:00:00', score: null, body: null, note: 'NULL' },
  ])
  expect(await ledger(t)).toEqual([{ staging: 'staging_1', part_key: 'p1', rows: '3' }])
})

test('rows may be cut anywhere between blocks', async () => {
  await using t = await prepared()
  const text = copyText(manyRows(1000, 'ü👍'))
  const pieces = Array.from({ length: Math.ceil(text.length / 7) }, (_, i) => text.subarray(i * 7, i * 7 + 7))
  const part = partOf('p1', 1000)
  expect(await t.target.loadPart(answers, 'staging_1', part, object, () => blocks(...pieces))).toEqual({ loaded: true })
  expect(await stagedRows(t)).toHaveLength(1000)
})

test('a part that is in the ledger is not read again', async () => {
  await using t = await prepared()
  await loadOne(t.target, request, partOf('p1', 1), [{ id: 1 }])
  const open = () => {
    throw new Error('opened')
  }
  expect(await t.target.loadPart(answers, 'staging_1', partOf('p1', 1), object, open)).toEqual({ loaded: false })
  expect(await stagedRows(t)).toHaveLength(1)
})

test('two loaders of one part at once: the second waits and loads nothing [case 112]', async () => {
  await using t = await prepared()
  let release = () => {}
  let started = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const copying = new Promise<void>((resolve) => (started = resolve))
  const slow = async function* () {
    started()
    yield copyText(manyRows(1))
    await released
    yield copyText([{ id: 2 }])
  }
  const first = t.target.loadPart(answers, 'staging_1', partOf('p1', 2), object, slow)
  await copying
  const second = loadOne(t.another(), request, partOf('p1', 2), manyRows(2))
  release()
  expect(await first).toEqual({ loaded: true })
  expect(await second).toEqual({ loaded: false })
  expect(await stagedRows(t)).toHaveLength(2)
})

test('the second of two loaders loads when the first one breaks off', async () => {
  await using t = await prepared()
  let fail: (reason: Error) => void = () => {}
  let started = () => {}
  const failed = new Promise<never>((_, reject) => (fail = reject))
  const copying = new Promise<void>((resolve) => (started = resolve))
  const breaking = async function* () {
    started()
    yield copyText(manyRows(1))
    await failed
  }
  const first = t.target
    .loadPart(answers, 'staging_1', partOf('p1', 2), object, breaking)
    .catch((error: unknown) => error)
  await copying
  const second = loadOne(t.another(), request, partOf('p1', 2), manyRows(2))
  const gone = new ObjectStoreError('the connection to S3 broke')
  fail(gone)
  expect(await first).toBe(gone)
  expect(await second).toEqual({ loaded: true })
  expect(await stagedRows(t)).toHaveLength(2)
})

test.for([
  ['fewer', 3],
  ['more', 1],
] as const)('fails when %s rows come than are recorded [case 100]', async ([, recorded]) => {
  await using t = await prepared()
  await expect(loadOne(t.target, request, partOf('p1', recorded), manyRows(2))).rejects.toThrow(TargetWriteError)
  expect(await stagedRows(t)).toEqual([])
  expect(await ledger(t)).toEqual([])
})

test('fails when a part comes empty that has rows by its record [case 101]', async () => {
  await using t = await prepared()
  const loading = t.target.loadPart(answers, 'staging_1', partOf('p1', 2), object, () => blocks(Buffer.alloc(0)))
  await expect(loading).rejects.toThrow(TargetWriteError)
  expect(await ledger(t)).toEqual([])
})

test('fails when the stream breaks off, and the next part loads on the same target [case 108]', async () => {
  await using t = await prepared()
  const broken = async function* () {
    yield copyText(manyRows(1))
    throw new ObjectStoreError('the connection to S3 broke')
  }
  const loading = t.target.loadPart(answers, 'staging_1', partOf('p1', 2), object, broken)
  await expect(loading).rejects.toThrow(ObjectStoreError)
  expect(await stagedRows(t)).toEqual([])
  expect(await loadOne(t.target, request, partOf('p1', 1), [{ id: 1 }])).toEqual({ loaded: true })
})

test('fails when a row is cut short, which is valid COPY text up to there [case 100]', async () => {
  await using t = await prepared()
  const whole = copyText(manyRows(2))
  const cut = whole.subarray(0, whole.length - 6)
  const loading = t.target.loadPart(answers, 'staging_1', partOf('p1', 2), object, () => blocks(cut))
  await expect(loading).rejects.toMatchObject({ name: 'TargetWriteError' })
  expect(await ledger(t)).toEqual([])
})

test('a value that does not fit is named by line and column, never by value [case 129]', async () => {
  await using t = await prepared()
  const loading = loadOne(t.target, request, partOf('p1', 2), [{ id: 1 }, { id: 2, score: 'secret-value' }])
  const error = await loading.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'TargetWriteError', fields: { line: '2', column: 'score', sqlstate: '22P02' } })
  expect(error).toHaveProperty('message', expect.stringContaining('line 2'))
  expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain('secret-value')
  expect(await stagedRows(t)).toEqual([])
  expect(await ledger(t)).toEqual([])
})

test('fails when staging was dropped', async () => {
  await using t = await testTarget()
  await expect(loadOne(t.target, request, partOf('p1', 1), [{ id: 1 }])).rejects.toThrow(StagingLostError)
})

test('emptying staging waits for a loader that is at work, and keeps its part', async () => {
  await using t = await prepared()
  await loadOne(t.target, request, partOf('p0', 1), [{ id: 7 }])
  let started = () => {}
  let release = () => {}
  const copying = new Promise<void>((resolve) => (started = resolve))
  const released = new Promise<void>((resolve) => (release = resolve))
  const slow = async function* () {
    started()
    await released
    yield* bytes([{ id: 1 }])
  }
  const loading = t.target.loadPart(answers, 'staging_1', partOf('p1', 1), object, slow)
  await copying
  const preparing = t.another().prepareStaging(answers, 'staging_1')
  release()
  await Promise.all([loading, preparing])
  expect(await stagedRows(t)).toHaveLength(2)
  expect(await ledger(t)).toHaveLength(2)
})
