import type { Table } from '@hourglass/catalog-kit/table'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { load, publishRows } from '../../test/extracts.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

/** The rows of `answers`, in a table that is only appended to. */
const events: Table = {
  ...answers,
  source: 'events',
  target: 'analytics.events',
  load: { mode: 'append', cursor: 'updated_at', overlapSeconds: 600 },
}
const LOWER = '2026-11-23 08:00:00.000000'

const entries = (t: TestTarget) =>
  t.db.query<{ key: string[]; stale: boolean; first_run: string; last_run: string; reason: string }>(
    'select key, stale, first_run, last_run, reason from hourglass.set_aside order by key',
  )

test('a row whose key is live with other content stands in the ledger, by key and without its values', async () => {
  await using t = await testTarget()
  await publishRows(t.target, events, { fence: 1, parts: [[{ id: 7, note: 'as it was' }]] })
  const rewritten = { lower: LOWER, parts: [[{ id: 7, note: 'rewritten' }, { id: 8 }]] }
  const answer = await publishRows(t.target, events, { fence: 2, ...rewritten })
  expect(answer).toMatchObject({ counts: { staged: 2, inserted: 1, unchanged: 0, quarantined: 1 } })
  await publishRows(t.target, events, { fence: 3, ...rewritten })
  expect(await entries(t)).toEqual([
    {
      key: ['7'],
      stale: true,
      first_run: 'run-2',
      last_run: 'run-3',
      reason: 'the key is live with other content, and this table is only appended to',
    },
  ])
  const [stored] = await t.db.query('select quarantined from hourglass.publishes where fence = 3')
  expect(stored).toEqual({ quarantined: '1' })
})

test('the publish that brings the row as it is live clears its entry, and no other', async () => {
  await using t = await testTarget()
  await publishRows(t.target, events, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'a' },
        { id: 2, note: 'b' },
      ],
    ],
  })
  const both = [
    [
      { id: 1, note: 'x' },
      { id: 2, note: 'y' },
    ],
  ]
  await publishRows(t.target, events, { fence: 2, lower: LOWER, parts: both })
  await publishRows(t.target, events, { fence: 3, lower: LOWER, parts: [[{ id: 1, note: 'a' }]] })
  expect((await entries(t)).map(({ key }) => key)).toEqual([['2']])
})

test('a publish of all rows clears the entries that it does not find again', async () => {
  await using t = await testTarget()
  await publishRows(t.target, events, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'a' },
        { id: 2, note: 'b' },
      ],
    ],
  })
  await publishRows(t.target, events, {
    fence: 2,
    lower: LOWER,
    parts: [
      [
        { id: 1, note: 'x' },
        { id: 2, note: 'y' },
      ],
    ],
  })
  await publishRows(t.target, events, { fence: 3, parts: [[{ id: 2, note: 'y' }]] })
  expect((await entries(t)).map(({ key, last_run }) => [key, last_run])).toEqual([[['2'], 'run-3']])
})

test('rows that the extract set aside stand in the ledger; stale says that an older version is live', async () => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, parts: [[{ id: 1, note: 'old' }]] })
  const setAside = ['1', '2'].map((id) => ({
    key: [id],
    column: 'score',
    reason: 'is out of range',
    object: 'runs/r/q',
  }))
  const request = await load(t.target, answers, { fence: 2, lower: LOWER, parts: [[{ id: 3 }]] })
  const manifest = { ...request.manifest, rowsRead: 3, rowsQuarantined: 2, setAside }
  expect(await t.target.publish({ ...request, manifest })).toMatchObject({ result: 'published', setAside: 2 })
  expect((await entries(t)).map(({ key, stale }) => [key, stale])).toEqual([
    [['1'], true],
    [['2'], false],
  ])
  // Still incomplete when nothing is new, until the rows arrive.
  expect(await t.target.advance(answers, 'run-3', 3, LOWER, null)).toMatchObject({ setAside: 2 })
  const mended = await publishRows(t.target, answers, { fence: 4, lower: LOWER, parts: [[{ id: 1 }, { id: 2 }]] })
  expect(mended).not.toHaveProperty('setAside')
})
