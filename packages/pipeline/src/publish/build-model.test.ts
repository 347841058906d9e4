import type { StageModelAnswer } from '@hourglass/contracts/target/models'
import type { BuildModelInput } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, summary } from '../../test/tables.ts'
import { inputFor, live, NINE, notes, syncTable, TEN, world, type World } from '../../test/world.ts'
import { buildModel } from './build-model.ts'

const input: BuildModelInput = {
  run: 'r1',
  table: 'analytics.summary',
  mode: 'incremental',
  attempt: 1,
  allowMassDelete: false,
  waitsFor: ['analytics.answers'],
}

/** Answers are published by run r1; the model is a copy of them. */
async function built(texts: readonly string[] = ['a', 'b']): Promise<World> {
  const deps: World = world({
    models: [summary],
    rowsOf: {
      [summary.target]: () =>
        deps.target.rows(answers.target).map(({ id, note }) => ({ id: id ?? null, note: note ?? null })),
    },
  })
  deps.database.write(answers, notes(texts))
  await syncTable(deps, inputFor(answers))
  deps.logs.length = 0
  return deps
}

const build = (deps: World, changes: Partial<BuildModelInput> = {}) => buildModel(deps, { ...input, ...changes })
/** A target that answers a build with this. */
const answering = (deps: World, answer: StageModelAnswer) => ({
  ...deps,
  target: { ...deps.target, stageModel: async () => answer },
})

test('makes the rows of a model live, with a fence of its own, and remembers what it was made of', async () => {
  const deps = await built()
  expect(await build(deps)).toEqual({
    run: 'r1',
    table: 'analytics.summary',
    result: 'published',
    reason: '',
    mode: 'model replace',
    window: { lower: null, bound: NINE },
    boundBy: 'the lowest watermark of its inputs; first build',
    chunks: 0,
    rowsRead: 2,
    rowsQuarantined: 0,
    bytes: 0,
    counts: expect.objectContaining({ staged: 2, inserted: 2 }),
    conversions: {},
    seconds: 0,
  })
  expect(live(deps, answers)).toEqual(['1 a', '2 b'])
  expect(deps.target.rows(summary.target)).toHaveLength(2)
  expect(deps.target.staging.names()).toEqual([])
  expect(deps.target.leases.holderOf(summary.target)).toBeNull()
  expect(deps.logs).toEqual([
    [
      'info: model built',
      { run: 'r1', table: 'analytics.summary', result: 'published', rows: 2, because: 'first build' },
    ],
  ])
})

test('a full build deletes what it has not made', async () => {
  const deps = await built(['a', 'b', 'c'])
  await build(deps)
  const shorter: World = { ...deps, target: { ...deps.target } }
  deps.database.write(answers, notes(['A'], '2026-11-23 09:30:00'))
  deps.bound = { at: TEN, by: 'the test' }
  await syncTable(deps, inputFor(answers, { run: 'r2' }))
  expect(await build(shorter, { run: 'r2' })).toMatchObject({
    boundBy: 'the lowest watermark of its inputs; changed: analytics.answers',
    counts: { updated: 1, unchanged: 2, deleted: 0 },
  })
  expect(await build(deps, { mode: 'full' })).toMatchObject({ counts: { unchanged: 3 } })
})

test('rows of a window are published as the mode says; all rows as a rebuild', async () => {
  const deps = await built()
  const ways: string[] = []
  const target: World['target'] = {
    ...deps.target,
    publish: async (request) => {
      ways.push(request.way, String(request.allowMassDelete))
      return { result: 'superseded', reason: 'a later build is live' }
    },
  }
  const staged = (lower: string | null): StageModelAnswer => ({
    action: 'staged',
    bound: NINE,
    behind: [],
    rows: 1,
    window: { lower, bound: NINE },
    because: 'changed',
    build: { definition: 'd', inputs: {} },
  })
  for (const lower of [null, '2026-11-23 08:00:00.000000']) {
    const answer = await build(answering({ ...deps, target }, staged(lower)), {
      allowMassDelete: lower === null,
    })
    expect(answer).toMatchObject({
      result: 'superseded',
      reason: 'a later build is live',
      counts: null,
      window: { lower, bound: NINE },
      boundBy: 'the lowest watermark of its inputs; changed',
      rowsRead: 1,
    })
  }
  expect(ways).toEqual(['rebuild', 'true', 'replace', 'false'])
})

test('with nothing new in its inputs only the watermark moves', async () => {
  const deps = await built()
  await build(deps)
  const again = await build(deps)
  expect(again).toMatchObject({
    result: 'skipped',
    reason: 'nothing new in its inputs',
    window: { lower: null, bound: NINE },
    counts: null,
    rowsRead: 0,
  })
  expect(deps.target.publishes(summary.target).map(({ mode }) => mode)).toEqual(['rebuild', 'advance'])
  expect(deps.target.leases.holderOf(summary.target)).toBeNull()
  expect(deps.logs.at(-1)).toEqual([
    'info: model skipped',
    { run: 'r1', table: 'analytics.summary', reason: 'nothing new in its inputs' },
  ])
})

test('nothing new, and a later build has moved on: superseded', async () => {
  const deps = await built()
  const target: World['target'] = {
    ...deps.target,
    stageModel: async () => ({ action: 'nothing', bound: NINE, behind: [], because: 'nothing new' }),
    advance: async () => ({ result: 'superseded', reason: 'a later build is live' }),
  }
  expect(await build({ ...deps, target })).toMatchObject({
    result: 'superseded',
    reason: 'a later build is live',
    window: { lower: null, bound: NINE },
    boundBy: 'the lowest watermark of its inputs; nothing new',
  })
})

test('inputs that this run should have published, and has not, are named', async () => {
  const deps = await built()
  expect(await build(deps, { run: 'r9' })).toMatchObject({
    result: 'published',
    reason: 'the latest rows of analytics.answers are not included, because this run has not published them',
  })
  expect(await build(deps, { run: 'r9' })).toMatchObject({
    result: 'skipped',
    reason:
      'nothing new in its inputs; the latest rows of analytics.answers are not included, because this run has not published them',
  })
  expect(await build(deps, { run: 'r9', waitsFor: [], mode: 'full' })).toMatchObject({ reason: '' })
})

test('a model whose input was never published waits, and frees its lease', async () => {
  const deps = world({ models: [summary] })
  expect(await build(deps)).toMatchObject({
    result: 'skipped',
    reason: 'not published yet: analytics.answers',
    window: { lower: null, bound: null },
    boundBy: '',
  })
  expect(deps.target.leases.holderOf(summary.target)).toBeNull()
  expect(deps.target.publishes(summary.target)).toEqual([])
})

test('a model that another run works on is left to it', async () => {
  const deps = await built()
  await deps.target.leaseTable(summary, { run: 'theirs', seconds: 60 })
  expect(await build(deps)).toMatchObject({
    result: 'skipped',
    reason: 'another run, theirs, works on it until 2026-11-23T09:01:30.000Z',
    window: { bound: null },
  })
  expect(deps.target.rows(summary.target)).toEqual([])
})

test('the lease outlives the longest build, and its time is told', async () => {
  const deps = await built()
  const target: World['target'] = {
    ...deps.target,
    stageModel: async (request) => {
      deps.time.now = new Date(deps.time.now.getTime() + 899_000)
      expect(await deps.target.leaseTable(summary, { run: 'r2', seconds: 1 })).toMatchObject({ held: false })
      return deps.target.stageModel(request)
    },
  }
  expect(await build({ ...deps, target })).toMatchObject({ result: 'published', seconds: 899 })
})

test('a build that fails leaves neither staging nor lease, and says why it failed', async () => {
  const deps = await built(['a'])
  const target: World['target'] = {
    ...deps.target,
    publish: () => Promise.reject(new Error('the guard said no')),
  }
  await expect(build({ ...deps, target })).rejects.toThrow('the guard said no')
  expect(deps.target.staging.names()).toEqual([])
  expect(deps.target.leases.holderOf(summary.target)).toBeNull()
  expect(deps.logs).toEqual([])
})

test('cleaning up that fails too does not hide why the build failed', async () => {
  const deps = await built(['a'])
  const target: World['target'] = {
    ...deps.target,
    publish: () => Promise.reject(new Error('the guard said no')),
    dropStaging: () => Promise.reject(new Error('Postgres is gone')),
  }
  await expect(build({ ...deps, target })).rejects.toThrow('the guard said no')
  expect(deps.logs).toEqual([
    [
      'warn: cleaning up after a failed build failed: Postgres is gone',
      { run: 'r1', table: 'analytics.summary', staging: expect.stringMatching(/^analytics_summary_/) },
    ],
  ])
})

test('fails when the live table is not what the model says, or there is no such model', async () => {
  const deps = await built()
  await deps.target.ensureTable({ ...answers, target: summary.target })
  await expect(build(deps)).rejects.toMatchObject({ name: 'TargetTableChangedError' })
  const unknown = build(deps, { table: 'analytics.gone' })
  await expect(unknown).rejects.toMatchObject({ name: 'UnknownTableError' })
  await expect(unknown).rejects.toThrow('"analytics.gone"; it has: analytics.summary')
})
