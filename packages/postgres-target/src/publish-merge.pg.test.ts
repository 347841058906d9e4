import { expect, test } from 'vitest'
import { answers } from '../test/answers.ts'
import { publishRows } from '../test/extracts.ts'
import { testTarget } from '../test/target.ts'

const NOTE = (id: number, note: string, at?: string) => ({ id, note, ...(at === undefined ? {} : { at }) })

test('inserts, updates what differs and leaves the rest; the counts add up', async () => {
  await using t = await testTarget()
  const first = await publishRows(t.target, answers, {
    fence: 1,
    parts: [[NOTE(1, 'a'), NOTE(2, 'b')], [NOTE(3, 'c')]],
  })
  expect(first).toMatchObject({ result: 'published', counts: { staged: 3, inserted: 3, updated: 0, unchanged: 0 } })

  const second = await publishRows(t.target, answers, {
    fence: 2,
    lower: '2026-11-23 09:50:00.000000',
    bound: '2026-11-23 11:00:00.000000',
    parts: [[NOTE(1, 'a'), NOTE(2, 'B'), NOTE(4, 'd')]],
  })
  expect(second).toMatchObject({
    counts: { staged: 3, inserted: 1, updated: 1, unchanged: 1, deduplicated: 0, deleted: 0 },
  })
  expect(await t.db.query('select id, note from analytics.answers order by id')).toEqual([
    { id: '1', note: 'a' },
    { id: '2', note: 'B' },
    { id: '3', note: 'c' },
    { id: '4', note: 'd' },
  ])
  const progress = await t.target.progress([answers])
  expect(progress.get('analytics.answers')).toEqual({
    watermark: '2026-11-23 11:00:00.000000',
    lastPublishedFence: 2,
    lastRows: 3,
  })
})
