import { manifest } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, tags } from '../test/tables.ts'
import { inputFor, live, NINE, notes, planOf, syncTable, TEN, world, type World } from '../test/world.ts'
import { extractAndLoad } from './extract/extract-and-load.ts'
import { extractChunks } from './extract/extract.ts'
import { loadManifest } from './load/load.ts'
import { stage } from './load/stage.ts'
import { planTable } from './plan/plan-table.ts'
import { publish } from './publish/publish.ts'

/* One table through all of its steps: what an execution of `sync-table` ends with, and what a retry makes of it. */

const at = (deps: World, bound: string) => {
  deps.bound = { at: bound, by: 'the test' }
}

async function planned(deps: World, changes = {}, table = answers) {
  const state = await planTable(deps, inputFor(table, changes))
  if (state.action === 'skip') throw new Error('there is something to do')
  return state
}

test.each([
  ['one chunk', ['a', 'b']],
  ['several chunks', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
])('every row arrives, in %s, and the outcome tells what happened', async (_, texts) => {
  const deps = world()
  deps.database.write(answers, notes(texts))
  const outcome = await syncTable(deps, inputFor(answers))
  expect(outcome).toEqual({
    run: 'r1',
    table: 'analytics.answers',
    result: 'published',
    reason: '',
    mode: 'merge',
    window: { lower: null, bound: NINE },
    boundBy: 'the source clock less 2 s',
    chunks: Math.ceil(texts.length / 3),
    rowsRead: texts.length,
    rowsQuarantined: 0,
    bytes: expect.any(Number),
    counts: expect.objectContaining({ staged: texts.length, inserted: texts.length, unchanged: 0 }),
    conversions: {},
    seconds: 0,
  })
  expect(outcome.bytes).toBeGreaterThan(0)
  expect(live(deps, answers)).toEqual(texts.map((text, i) => `${i + 1} ${text}`))
  expect(deps.target.staging.names()).toEqual([])
  expect(deps.target.leases.holderOf(answers.target)).toBeNull()
  expect(deps.logs.at(-1)).toEqual([
    'info: table published',
    { run: 'r1', table: 'analytics.answers', result: 'published', rows: texts.length },
  ])
})

test('an hour later only what has changed is read, and a row that comes late is counted', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b'], '2026-11-23 08:00:00'))
  await syncTable(deps, inputFor(answers))
  at(deps, TEN)
  deps.database.write(answers, notes(['late'], '2026-11-23 08:59:59.5', 2))
  deps.database.write(answers, notes(['new'], '2026-11-23 09:30:00', 3))
  const outcome = await syncTable(deps, inputFor(answers, { run: 'r2' }))
  expect(outcome).toMatchObject({
    window: { lower: '2026-11-23 08:50:00.000000', bound: TEN },
    rowsRead: 2,
    counts: { inserted: 1, updated: 1, late: 1, latestLateSeconds: 0.5 },
  })
  expect(live(deps, answers)).toEqual(['1 a', '2 late', '3 new'])
})

test('the seconds of a table run from its plan to its publish', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const state = await extractAndLoad(deps, await planned(deps), 'a1')
  deps.time.now = new Date(deps.time.now.getTime() + 12_500)
  expect(await publish(deps, state)).toMatchObject({ seconds: 12.5 })
})

test('a rerun writes no row (I3)', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b']))
  await syncTable(deps, inputFor(answers))
  const again = await syncTable(deps, inputFor(answers, { run: 'r2', mode: 'full' }))
  expect(again).toMatchObject({ result: 'published', counts: { inserted: 0, updated: 0, unchanged: 2 } })
})

test('read = quarantined + staged, staged = inserted + updated + unchanged + deduplicated (I2)', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  await syncTable(deps, inputFor(answers))
  deps.database.write(answers, notes(['B', null], undefined, 2))
  deps.database.write(answers, notes(['e', 'f\0'], undefined, 8))
  const outcome = await syncTable(deps, inputFor(answers, { run: 'r2', mode: 'full' }))
  expect(outcome).toMatchObject({
    rowsRead: 6,
    rowsQuarantined: 1,
    counts: { staged: 5, inserted: 2, updated: 1, unchanged: 2, deduplicated: 0, deleted: 0 },
    conversions: { 'note: nul-character-removed': 1 },
  })
})

test('a table that is replaced loses what is gone at the source, and keeps what has come back', async () => {
  const deps = world()
  deps.database.write(
    tags,
    ['a', 'b', 'c'].map((name, i) => ({ id: String(i), name })),
  )
  await syncTable(deps, inputFor(tags))
  deps.database.remove(tags, [['1'], ['2']])
  const state = await extractAndLoad(deps, await planned(deps, { run: 'r2' }, tags), 'a1')
  deps.database.write(tags, [{ id: '2', name: 'back' }])
  expect(await publish(deps, state)).toMatchObject({ mode: 'replace', counts: { unchanged: 1, deleted: 1 } })
  expect(live(deps, tags)).toEqual(['0 a', '2 c'])
})

test('a table that would be emptied is not published, unless the run allows it', async () => {
  const deps = world()
  deps.database.write(tags, [{ id: '1', name: 'a' }])
  await syncTable(deps, inputFor(tags))
  deps.database.remove(tags, [['1']])
  const refused = syncTable(deps, inputFor(tags, { run: 'r2' }))
  await expect(refused).rejects.toMatchObject({ name: 'MassDeleteRefusedError' })
  expect(live(deps, tags)).toEqual(['1 a'])
  const allowed = inputFor(tags, { run: 'r2', attempt: 2, allowMassDelete: true })
  expect(await syncTable(deps, allowed)).toMatchObject({ counts: { deleted: 1 } })
})

test('a retry adopts the plan, reuses the chunks that are done and publishes the same window', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  const first = await planned(deps)
  const { chunks } = await planOf(deps, inputFor(answers))
  await extractChunks(deps, first, chunks.slice(0, 1), 'a1')
  // The worker of the second chunk died. Meanwhile the source goes on.
  deps.database.write(answers, notes(['A'], '2026-11-23 09:30:00', 1))
  at(deps, TEN)
  const outcome = await syncTable(deps, inputFor(answers, { attempt: 2 }))
  expect(outcome).toMatchObject({ result: 'published', window: { bound: NINE }, rowsRead: 4 })
  const { parts, fence } = await deps.store.getJson('runs/r1/analytics.answers/manifest.json', manifest)
  expect(parts.map(({ key }) => key.slice(key.lastIndexOf('/')))).toEqual([
    '/c00001-a1-0.copy.gz',
    '/c00002-attempt2-0.copy.gz',
  ])
  expect(fence).toBe(1)
  expect(live(deps, answers)).toEqual(['1 a', '2 b', '3 c', '4 d'])
  // What came after the bound is in the next window.
  await syncTable(deps, inputFor(answers, { run: 'r2' }))
  expect(live(deps, answers)[0]).toBe('1 A')
})

test('a retry loads into a staging table of its own: a worker of the first attempt cannot reach it', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const first = await planned(deps)
  await extractChunks(deps, first, (await planOf(deps, inputFor(answers))).chunks, 'a1')
  await stage(deps, first)
  const second = await stage(deps, await planned(deps, { attempt: 2 }))
  await loadManifest(deps, first)
  await expect(publish(deps, second)).rejects.toMatchObject({ name: 'StagingLostError' })
  await loadManifest(deps, second)
  expect(await publish(deps, second)).toMatchObject({ counts: { inserted: 1 } })
})

test('staging that a crash has emptied is staged and loaded again', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b']))
  const state = await extractAndLoad(deps, await planned(deps), 'a1')
  deps.target.staging.lose(state.staging)
  await expect(publish(deps, state)).rejects.toMatchObject({ name: 'StagingLostError' })
  expect(live(deps, answers)).toEqual([])
  await loadManifest(deps, await stage(deps, state))
  expect(await publish(deps, state)).toMatchObject({ counts: { inserted: 2 } })
})

test('a publish that is called twice answers alike', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const state = await extractAndLoad(deps, await planned(deps), 'a1')
  expect(await publish(deps, state)).toEqual(await publish(deps, state))
  expect(deps.target.publishes(answers.target)).toHaveLength(1)
})

test('a retry of a run that a later one has overtaken is superseded, and changes nothing (I4)', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const old = await extractAndLoad(deps, await planned(deps), 'a1')
  await deps.target.releaseTable(answers, 'r1')
  at(deps, TEN)
  deps.database.write(answers, notes(['newer'], '2026-11-23 09:30:00'))
  await syncTable(deps, inputFor(answers, { run: 'r2' }))
  const outcome = await publish(deps, old)
  expect(outcome).toMatchObject({
    result: 'superseded',
    reason: expect.stringContaining('fence 2, this one is 1'),
    counts: null,
    rowsRead: 1,
  })
  expect(deps.logs.at(-1)?.[1]).toMatchObject({ result: 'superseded' })
  expect(live(deps, answers)).toEqual(['1 newer'])
  expect((await deps.target.progress([answers])).get(answers.target)).toMatchObject({ watermark: TEN })
})

test('an empty window that a later run has overtaken is superseded too', async () => {
  const deps = world()
  const slow = {
    ...deps,
    source: {
      ...deps.source,
      // Another run plans and publishes while this one waits for its answer.
      hasRows: async () => {
        await deps.target.releaseTable(answers, 'r1')
        deps.database.write(answers, notes(['a']))
        await syncTable(deps, inputFor(answers, { run: 'r2' }))
        return false
      },
    },
  }
  expect(await planTable(slow, inputFor(answers))).toMatchObject({
    action: 'skip',
    outcome: { result: 'superseded', reason: expect.stringContaining('fence 2, this one is 1') },
  })
})

test('a table that fails changes neither its rows nor its watermark (I6)', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  await syncTable(deps, inputFor(answers))
  at(deps, TEN)
  deps.database.write(answers, notes(['b'], '2026-11-23 09:30:00', 2))
  const state = await extractAndLoad(deps, await planned(deps, { run: 'r2' }), 'a1')
  deps.target.staging.lose(state.staging)
  await expect(publish(deps, state)).rejects.toMatchObject({ name: 'StagingLostError' })
  expect(live(deps, answers)).toEqual(['1 a'])
  expect((await deps.target.progress([answers])).get(answers.target)).toMatchObject({ watermark: NINE })
})

test('what the report has to know travels from the plan to the outcome', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const state = await extractAndLoad(deps, await planned(deps), 'a1')
  const sealed = await deps.store.getJson(state.manifest.key, manifest)
  await deps.store.putJson(state.manifest.key, { ...sealed, notes: ['older rows are out of date'] })
  expect(await publish(deps, state)).toMatchObject({ notes: ['older rows are out of date'] })
})
