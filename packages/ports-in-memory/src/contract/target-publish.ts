import { expect, test } from 'vitest'
import type { TargetWorld } from './target-contract.ts'
import { answers, events, load, publishRows, settings, TEN } from './target-tables.ts'

const ELEVEN = '2026-11-23 11:00:00.000000'
const LOWER = '2026-11-23 09:50:00.000000'

/** What a publish does to rows, watermark, fence and lease. */
export function publishContract(open: () => Promise<TargetWorld>): void {
  test('a merge inserts, updates what differs, leaves the rest, and counts all of it', async () => {
    await using world = await open()
    const { target } = world
    const first = await publishRows(target, answers, { fence: 1, parts: [[{ id: 1, note: 'a' }], [{ id: 2 }]] })
    expect(first).toMatchObject({ result: 'published', counts: { staged: 2, inserted: 2, updated: 0, unchanged: 0 } })
    const second = await publishRows(target, answers, {
      fence: 2,
      window: { lower: LOWER, bound: ELEVEN },
      parts: [
        [
          { id: 2, note: 'b' },
          { id: 3, note: 'c', at: '2026-11-23 09:59:59.500000' },
        ],
      ],
    })
    expect(second).toEqual({
      result: 'published',
      counts: {
        staged: 2,
        inserted: 1,
        updated: 1,
        unchanged: 0,
        deduplicated: 0,
        quarantined: 0,
        deleted: 0,
        late: 2,
        latestLateSeconds: 3600,
      },
    })
    expect(await world.rows(answers.target)).toEqual(['1 a', '2 b', '3 c'])
    expect((await target.progress([answers])).get(answers.target)).toEqual({
      watermark: ELEVEN,
      lastPublishedFence: 2,
      lastRows: 2,
      lookups: null,
    })
  })

  test('an append inserts what is absent, and sets aside a row whose key is live with other content', async () => {
    await using world = await open()
    const { target } = world
    await publishRows(target, events, {
      fence: 1,
      parts: [
        [
          { id: 1, note: 'a' },
          { id: 2, note: 'b' },
        ],
      ],
    })
    const parts = [
      [
        { id: 1, note: 'a' },
        { id: 2, note: 'rewritten' },
        { id: 3, note: 'c', at: '2026-11-23 09:59:59.500000' },
      ],
    ]
    const answer = await publishRows(target, events, { fence: 2, window: { lower: LOWER, bound: ELEVEN }, parts })
    expect(answer).toMatchObject({
      counts: {
        staged: 3,
        inserted: 1,
        updated: 0,
        unchanged: 1,
        quarantined: 1,
        deleted: 0,
        late: 1,
        latestLateSeconds: 0.5,
      },
    })
    expect(await world.rows(events.target)).toEqual(['1 a', '2 b', '3 c'])
  })

  test('a rerun writes no row, and rows read again for other looked-up values are not late', async () => {
    await using world = await open()
    const parts = [[{ id: 1 }, { id: 2 }]]
    await publishRows(world.target, answers, { fence: 1, parts })
    const again = await publishRows(world.target, answers, { fence: 2, parts })
    expect(again).toMatchObject({ counts: { inserted: 0, updated: 0, unchanged: 2, late: 0 } })
    const reread = { reread: true, lookups: { 'analytics.companies': 'f' } }
    const third = await publishRows(world.target, answers, {
      fence: 3,
      parts: [[{ id: 1, note: 'new' }, { id: 2 }]],
      manifest: reread,
    })
    expect(third).toMatchObject({ counts: { updated: 1, late: 0, latestLateSeconds: 0 } })
    expect((await world.target.progress([answers])).get(answers.target)).toMatchObject({ lookups: reread.lookups })
  })

  test('what was looked up is remembered only when all rows were read', async () => {
    await using world = await open()
    await publishRows(world.target, answers, { fence: 1, parts: [] })
    await publishRows(world.target, answers, {
      fence: 2,
      window: { lower: LOWER, bound: ELEVEN },
      parts: [],
      manifest: { lookups: { 'analytics.companies': 'f' } },
    })
    expect((await world.target.progress([answers])).get(answers.target)).toMatchObject({ lookups: null })
  })

  test('of one key staged twice the row with the latest cursor stays', async () => {
    await using world = await open()
    const answer = await publishRows(world.target, answers, {
      fence: 1,
      parts: [
        [{ id: 1, note: 'later', at: '2026-11-23 09:00:00.000002' }],
        [{ id: 1, note: 'earlier', at: '2026-11-23 09:00:00.000001' }],
      ],
    })
    expect(answer).toMatchObject({ counts: { staged: 2, inserted: 1, deduplicated: 1 } })
    expect(await world.rows(answers.target)).toEqual(['1 later'])
  })

  test('the same extract again answers with the stored counts, without staging too', async () => {
    await using world = await open()
    const request = await load(world.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
    const answer = await world.target.publish(request)
    expect(await world.target.publish(request)).toEqual(answer)
  })

  test('an older extract after a newer one is superseded and changes nothing', async () => {
    await using world = await open()
    const older = await load(world.target, answers, { fence: 10, parts: [[{ id: 1, note: 'older' }]] })
    await publishRows(world.target, answers, { fence: 11, parts: [[{ id: 1, note: 'newer' }]] })
    expect(await world.target.publish(older)).toMatchObject({
      result: 'superseded',
      reason: expect.stringContaining('fence 11'),
    })
    const other = await load(world.target, answers, { fence: 11, run: 'other', parts: [[{ id: 1, note: 'other' }]] })
    expect(await world.target.publish(other)).toMatchObject({ result: 'superseded' })
    expect(await world.rows(answers.target)).toEqual(['1 newer'])
  })

  test('an extract that starts after the watermark, or without one, is superseded', async () => {
    await using world = await open()
    const window = { lower: '2026-11-23 10:00:00.000001', bound: ELEVEN }
    const without = await publishRows(world.target, answers, { fence: 1, window, parts: [[{ id: 1 }]] })
    expect(without).toMatchObject({ result: 'superseded' })
    await publishRows(world.target, answers, { fence: 2, window: { lower: null, bound: TEN }, parts: [] })
    const after = await publishRows(world.target, answers, { fence: 3, window, parts: [[{ id: 1 }]] })
    expect(after).toMatchObject({ result: 'superseded' })
    expect(await world.rows(answers.target)).toEqual([])
    const at = { lower: TEN, bound: ELEVEN }
    const next = await publishRows(world.target, answers, { fence: 4, window: at, parts: [[{ id: 1 }]] })
    expect(next).toMatchObject({ result: 'published' })
  })

  test('a watermark never moves back', async () => {
    await using world = await open()
    await publishRows(world.target, answers, { fence: 1, window: { lower: null, bound: ELEVEN }, parts: [] })
    await publishRows(world.target, answers, { fence: 2, window: { lower: null, bound: TEN }, parts: [] })
    await publishRows(world.target, answers, { fence: 3, window: { lower: null, bound: null }, parts: [] })
    expect((await world.target.progress([answers])).get(answers.target)).toMatchObject({ watermark: ELEVEN })
  })

  test('a replace deletes what is gone, except what is back at the source', async () => {
    await using world = await open()
    const three = [{ id: 1 }, { id: 2 }, { id: 3 }]
    await publishRows(world.target, settings, { fence: 1, parts: [three] })
    const asked: (readonly string[])[] = []
    const answer = await publishRows(world.target, settings, {
      fence: 2,
      parts: [[{ id: 1, note: 'a' }]],
      request: {
        recheck: async (keys) => {
          asked.push(...keys)
          return [['3']]
        },
      },
    })
    expect(asked.flat().toSorted()).toEqual(['2', '3'])
    expect(answer).toMatchObject({ counts: { staged: 1, inserted: 0, updated: 1, deleted: 1 } })
    expect(await world.rows(settings.target)).toEqual(['1 a', '3 '])
  })

  test('a rebuild deletes all that is not staged, and asks nobody', async () => {
    await using world = await open()
    await publishRows(world.target, settings, { fence: 1, parts: [[{ id: 1 }, { id: 2 }]] })
    const recheck = () => Promise.reject(new Error('nobody is to be asked'))
    const request = { way: 'rebuild', recheck } as const
    const answer = await publishRows(world.target, settings, { fence: 2, parts: [[{ id: 1 }]], request })
    expect(answer).toMatchObject({ counts: { unchanged: 1, deleted: 1 } })
  })

  test('a replace that would delete everything needs permission', async () => {
    await using world = await open()
    await publishRows(world.target, settings, { fence: 1, parts: [[{ id: 1 }]] })
    const empty = await load(world.target, settings, { fence: 2, parts: [] })
    await expect(world.target.publish(empty)).rejects.toMatchObject({ name: 'MassDeleteRefusedError' })
    expect(await world.rows(settings.target)).toEqual(['1 '])
    expect((await world.target.progress([settings])).get(settings.target)).toMatchObject({ lastPublishedFence: 1 })
    const allowed = await world.target.publish({ ...empty, allowMassDelete: true })
    expect(allowed).toMatchObject({ counts: { deleted: 1 } })
  })

  test('a publish frees the lease of its run and of no other', async () => {
    await using world = await open()
    const { target } = world
    await target.leaseTable(answers, { run: 'run-1', seconds: 60 })
    await publishRows(target, answers, { fence: 1, parts: [] })
    expect(await target.leaseTable(answers, { run: 'other', seconds: 60 })).toEqual({ held: true })
    await publishRows(target, answers, { fence: 2, parts: [] })
    expect(await target.leaseTable(answers, { run: 'third', seconds: 60 })).toMatchObject({ by: 'other' })
  })

  test('advance moves watermark and fence by the rules of a publish, frees the lease and can be repeated', async () => {
    await using world = await open()
    const { target } = world
    await publishRows(target, answers, { fence: 1, parts: [[{ id: 1 }]] })
    await target.leaseTable(answers, { run: 'r2', seconds: 60 })
    const answer = await target.advance(answers, 'r2', 2, LOWER, ELEVEN)
    expect(answer).toMatchObject({ result: 'published', counts: { staged: 0, inserted: 0 } })
    expect(await target.advance(answers, 'r2', 2, LOWER, ELEVEN)).toEqual(answer)
    expect((await target.progress([answers])).get(answers.target)).toEqual({
      watermark: ELEVEN,
      lastPublishedFence: 2,
      lastRows: 1,
      lookups: null,
    })
    expect(await target.leaseTable(answers, { run: 'r3', seconds: 60 })).toEqual({ held: true })
    expect(await target.advance(answers, 'r0', 1, LOWER, ELEVEN)).toMatchObject({ result: 'superseded' })
  })
}
