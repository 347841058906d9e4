import { MassDeleteRefusedError, ModelSqlError, TargetWriteError } from '@hourglass/contracts/errors'
import { expect, test } from 'vitest'
import { answers, manyRows, type Row, settings } from '../../test/answers.ts'
import { publishRows } from '../../test/extracts.ts'
import { build, modelOf, noted } from '../../test/model.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

const at = (hour: string) => `2026-11-23 ${hour}:00.000000`

/** Publishes rows of `answers` from a window, as run `run-<fence>` does. */
const publishAnswers = (t: TestTarget, fence: number, rows: readonly Row[], lower: string | null = null) =>
  publishRows(t.target, answers, { fence, parts: [rows], lower, bound: at(`1${fence}:00`) })

const publishSettings = (t: TestTarget, fence: number, rows: readonly Row[]) =>
  publishRows(t.target, settings, { fence, parts: [rows] })

const rowsOf = async (t: TestTarget) =>
  (
    await t.db.query<{ line: string }>(
      `select concat_ws(' ', id, note, setting) as line from analytics.noted order by id`,
    )
  ).map(({ line }) => line)

const versions = (t: TestTarget) =>
  t.db.query('select id, xmin::text, xmax::text, ctid::text from analytics.noted order by id')

/** Both inputs with some rows, and the model of them. */
async function builtOnce(t: TestTarget): Promise<void> {
  await publishAnswers(t, 1, [
    { id: 1, note: 'a', at: at('09:00') },
    { id: 2, note: 'b', at: at('09:10') },
    { id: 3, note: 'hidden', at: at('09:20') },
  ])
  await publishSettings(t, 1, [{ id: 1, note: 'x' }])
  await build(t.target, noted)
}

test('the first build makes every row; the watermark is the lowest of the inputs', async () => {
  await using t = await testTarget()
  await publishAnswers(t, 1, [{ id: 1, note: 'a' }, { id: 2 }])
  await publishSettings(t, 1, [{ id: 1, note: 'x' }])
  expect(await build(t.target, noted)).toMatchObject({ result: 'published', counts: { staged: 2, inserted: 2 } })
  expect(await rowsOf(t)).toEqual(['1 a x', '2'])
  expect((await t.target.progress([noted])).get(noted.target)).toMatchObject({ watermark: at('11:00'), lastRows: 2 })
  expect(await t.db.query('select from hourglass.loaded_parts')).toEqual([])
})

test('only rows from the unseen windows are made again, and only those that differ are written', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const before = await versions(t)
  await publishAnswers(t, 2, [{ id: 2, note: 'B', at: at('10:30') }], at('10:00'))
  await publishAnswers(t, 3, [{ id: 4, note: 'd', at: at('12:30') }], at('11:50'))
  expect(await build(t.target, noted)).toMatchObject({ counts: { staged: 2, inserted: 1, updated: 1, deleted: 0 } })
  expect(await rowsOf(t)).toEqual(['1 a x', '2 B', '4 d'])
  expect((await versions(t))[0]).toEqual(before[0])
})

test('nothing is done when no input has changed, and a forced rebuild rewrites no row', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const before = await versions(t)
  await publishAnswers(t, 2, [{ id: 2, note: 'b', at: at('09:10') }], at('09:00'))
  expect(await build(t.target, noted)).toBeNull()
  expect(await build(t.target, noted, { mode: 'full' })).toMatchObject({
    counts: { staged: 2, unchanged: 2, inserted: 0, updated: 0, deleted: 0 },
  })
  expect(await versions(t)).toEqual(before)
})

test('an input in mode replace that changed makes all rows, and what is gone is deleted', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  // Found by a full run: the row changed without its cursor.
  await publishAnswers(t, 2, [
    { id: 1, note: 'hidden', at: at('09:00') },
    { id: 2, note: 'b', at: at('09:10') },
    { id: 3, note: 'hidden', at: at('09:20') },
  ])
  await publishSettings(t, 2, [{ id: 2, note: 'y' }])
  expect(await build(t.target, noted)).toMatchObject({ counts: { staged: 1, updated: 1, deleted: 1 } })
  expect(await rowsOf(t)).toEqual(['2 b y'])
})

test('another SQL makes all rows anew', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const shout = modelOf(noted.sql.replace('a.note, s.note as setting', 'upper(a.note) as note, s.note as setting'))
  expect(await build(t.target, shout)).toMatchObject({ counts: { staged: 2, updated: 2 } })
  expect(await rowsOf(t)).toEqual(['1 A x', '2 B'])
})

test('says which inputs this run has not published', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  await publishAnswers(t, 2, [{ id: 2, note: 'B', at: at('10:30') }], at('10:00'))
  const staged = await t.target.stageModel({ model: noted, run: 'run-2', staging: 'one', mode: 'incremental' })
  expect(staged).toMatchObject({ behind: ['analytics.settings'], because: 'changed: analytics.answers' })
})

test('refuses to empty a model without being told to', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const none = modelOf(noted.sql.replace("is distinct from 'hidden'", "= 'no such note'"))
  await expect(build(t.target, none)).rejects.toThrow(MassDeleteRefusedError)
  expect(await rowsOf(t)).toHaveLength(2)
  expect(await build(t.target, none, { allowMassDelete: true })).toMatchObject({ counts: { deleted: 2 } })
})

test.each([
  ['another type', 'a.id::text as id', /column "id" is not bigint; cast it: \(\.\.\.\)::bigint/],
  ['another name', 'a.id as key', /returns the columns key, note, setting, updated_at; the model declares id, note/],
])('fails when the SELECT gives %s', async (_what, planted, says) => {
  await using t = await testTarget()
  await builtOnce(t)
  const building = build(t.target, modelOf(noted.sql.replace('a.id', planted)))
  await expect(building).rejects.toThrow(ModelSqlError)
  await expect(building).rejects.toThrow(says)
})

test('fails when a join multiplies rows, and when rows are kept by something else than the cursor', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const twice = modelOf(noted.sql.replace('left join', 'cross join generate_series(1, 2) left join'))
  await expect(build(t.target, twice)).rejects.toThrow(/2 keys \(id\) come more than once/)
  const early = modelOf(noted.sql.replace('a.updated_at >= :since', ':since is not null'))
  await build(t.target, early)
  await publishAnswers(t, 2, [{ id: 2, note: 'B', at: at('10:30') }], at('10:00'))
  await expect(build(t.target, early)).rejects.toThrow(/1 rows have a updated_at before :since/)
  expect(await rowsOf(t)).toEqual(['1 a x', '2 b'])
})

test('an error in the SQL fails with its name and without values; the live rows stay', async () => {
  await using t = await testTarget()
  await builtOnce(t)
  const broken = modelOf(noted.sql.replace('a.id,', '(a.id / (a.id - 2) * 0 + a.id) as id,'))
  const building = build(t.target, broken)
  await expect(building).rejects.toThrow(TargetWriteError)
  await expect(building).rejects.toThrow(/making the rows of model "analytics.noted".*division by zero/)
  expect(await rowsOf(t)).toEqual(['1 a x', '2 b'])
})

test('readers never see a build half done', async () => {
  await using t = await testTarget()
  await publishAnswers(t, 1, manyRows(2000, 'a'))
  await publishSettings(t, 1, [{ id: 1 }])
  await build(t.target, noted)
  const seen = new Set<string>()
  const stop = new AbortController()
  const reader = (async () => {
    while (!stop.signal.aborted) {
      const [row] = await t.db.query<{ n: string; notes: string }>(
        "select count(*) as n, string_agg(distinct note, ',') as notes from analytics.noted",
      )
      seen.add(`${row?.n} ${row?.notes}`)
    }
  })()
  await publishAnswers(t, 2, manyRows(2000, 'b'))
  await build(t.target, noted)
  stop.abort()
  await reader
  expect([...seen].filter((state) => state !== '2000 a' && state !== '2000 b')).toEqual([])
})
