import { runReport } from '@hourglass/contracts/report'
import type { FinishEvent, TableOutcome } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { world, type World } from '../../test/world.ts'
import { planRun } from '../plan/plan-run.ts'
import { finish } from './finish.ts'

const CHILDREN_FAILED = 'States.ExceedToleratedFailureThreshold'

const outcomeOf = (table: string, changes: Partial<TableOutcome> = {}): TableOutcome => ({
  run: 'r1',
  table,
  result: 'published',
  reason: '',
  mode: 'merge',
  window: { lower: null, bound: '2026-11-23 09:00:00.000000' },
  boundBy: 'the test',
  chunks: 1,
  rowsRead: 1,
  rowsQuarantined: 0,
  bytes: 1,
  counts: null,
  conversions: {},
  seconds: 1,
  ...changes,
})
const ended = (table: string, changes: Partial<TableOutcome> = {}) => ({
  Status: 'SUCCEEDED',
  Input: JSON.stringify({ input: { table } }),
  Output: JSON.stringify({ execution: `arn:${table}`, outcome: outcomeOf(table, changes) }),
})
const failed = (table: string, Error: string, Cause = 'why') => ({
  Status: 'FAILED',
  Input: JSON.stringify({ input: { table } }),
  Error: 'States.TaskFailed',
  Cause: JSON.stringify({ ExecutionArn: `arn:${table}`, Status: 'FAILED', Error, Cause }),
})
type Child = ReturnType<typeof ended> | ReturnType<typeof failed>

/** Writes what a Map Run leaves, and gives what it puts into the state. */
async function lane({ store }: World, folder: string, children: readonly Child[]) {
  const files: Record<string, { Key: string; Size: number }[]> = { SUCCEEDED: [], FAILED: [], PENDING: [] }
  for (const kind of ['SUCCEEDED', 'FAILED', 'PENDING']) {
    const records = children.filter(({ Status }) => Status === kind)
    if (records.length === 0) continue
    const Key = `${folder}/${kind}_0.json`
    await store.putJson(Key, records)
    files[kind] = [{ Key, Size: JSON.stringify(records).length }]
  }
  await store.putJson(`${folder}/manifest.json`, { ResultFiles: files })
  return { MapRunArn: 'arn:map', ResultWriterDetails: { Bucket: 'memory', Key: `${folder}/manifest.json` } }
}

/** A planned run whose lanes and waves ended with these children. */
async function ran(small: readonly Child[], large: readonly Child[] = [], models: readonly Child[] = []) {
  const deps = world()
  const input = { scheduledAt: '2026-11-23T09:00:00Z' }
  const plan = await planRun(deps, { run: 'r1', executionArn: 'arn:r1', input })
  const event: FinishEvent = {
    plan,
    lanes: [await lane(deps, 'lanes/small', small), await lane(deps, 'lanes/large', large)],
    models: [await lane(deps, 'lanes/models', models)],
  }
  deps.logs.length = 0
  deps.time.now = new Date('2026-11-23T09:05:00Z')
  return { deps, event }
}
const reportOf = ({ store }: World) => store.getJson('runs/r1/report.json', runReport)

test('a run without a failure has succeeded; its report has every table and model, by name', async () => {
  const { deps, event } = await ran([ended('analytics.b')], [ended('analytics.a')], [ended('analytics.c')])
  expect(await finish(deps, event)).toEqual({
    run: 'r1',
    report: { bucket: 'memory', key: 'runs/r1/report.json' },
    published: 3,
    skipped: 0,
    failed: 0,
    incomplete: 0,
    summary: 'all 3 tables are done',
  })
  expect(await reportOf(deps)).toEqual({
    version: 1,
    run: 'r1',
    scheduledAt: '2026-11-23T09:00:00Z',
    startedAt: '2026-11-23T09:00:30.000Z',
    finishedAt: '2026-11-23T09:05:00.000Z',
    skipped: null,
    tables: ['a', 'b', 'c'].map((name) => ({
      table: `analytics.${name}`,
      result: 'ok',
      execution: `arn:analytics.${name}`,
      outcome: outcomeOf(`analytics.${name}`),
    })),
  })
  expect(deps.store.textOf('runs/r1/report.html')).toContain('analytics.c')
  expect(deps.target.leases.stateOf('r1')).toBe('succeeded')
  expect(deps.logs).toEqual([
    ['info: run finished', { run: 'r1', tables: 3, failed: 0 }],
    ...['a', 'b', 'c'].map((name) => ['info: table current', { run: 'r1', table: `analytics.${name}` }]),
  ])
})

test('a run is incomplete when rows are set aside, a guarantee was weakened or a table was leased', async () => {
  const weakenings = [{ kind: 'bound' as const, reason: 'writers may be unseen', cure: 'GRANT PROCESS' }]
  const { deps, event } = await ran([
    ended('analytics.a', { setAside: 2 }),
    ended('analytics.b', { weakenings }),
    ended('analytics.c', { result: 'skipped', skipped: 'leased', reason: 'another run works on it', counts: null }),
    ended('analytics.d', { result: 'skipped', skipped: 'nothing new', counts: null }),
  ])
  const result = await finish(deps, event)
  expect(result).toMatchObject({ failed: 0, incomplete: 3 })
  expect(result.summary).toBe(
    '3 of 4 tables are not complete: analytics.a (2 rows are set aside, by key in hourglass.set_aside of Postgres), ' +
      'analytics.b (writers may be unseen; GRANT PROCESS), analytics.c (skipped: another run works on it)',
  )
})

test.each([
  ['one table of several', [ended('analytics.a'), failed('analytics.b', 'SourceReadError')], [], []],
  ['one table of one', [failed('analytics.b', 'SourceReadError')], [], []],
  ['one of the large lane', [ended('analytics.a')], [failed('analytics.b', 'SourceReadError')], []],
  ['a model', [ended('analytics.a')], [], [failed('analytics.b', 'ModelSqlError')]],
])('a run with a failure has failed: %s', async (_, small, large, models) => {
  const { deps, event } = await ran(small, large, models)
  const result = await finish(deps, event)
  expect(deps.target.leases.stateOf('r1')).toBe('failed')
  expect(result).toMatchObject({ failed: 1, summary: expect.stringContaining('analytics.b') })
  const [report] = (await reportOf(deps)).tables.filter(({ result: ending }) => ending === 'failed')
  expect(report).toMatchObject({ table: 'analytics.b', execution: 'arn:analytics.b', cause: 'why', children: null })
})

test('counts published, skipped and failed apart', async () => {
  const { deps, event } = await ran([
    ended('analytics.a'),
    ended('analytics.b', { result: 'skipped' }),
    ended('analytics.c', { result: 'superseded' }),
    failed('analytics.d', 'X'),
  ])
  expect(await finish(deps, event)).toMatchObject({ published: 1, skipped: 2, failed: 1 })
})

test('only a table that is complete up to a bound counts as current', async () => {
  const none = { lower: null, bound: null }
  const { deps, event } = await ran([
    ended('analytics.a'),
    ended('analytics.b', { result: 'skipped' }),
    ended('analytics.c', { result: 'skipped', window: none }),
    ended('analytics.d', { result: 'published', window: none }),
    ended('analytics.e', { result: 'superseded', window: none }),
    failed('analytics.f', 'X'),
  ])
  await finish(deps, event)
  const current = deps.logs.filter(([line]) => line === 'info: table current').map(([, { table }]) => table)
  expect(current).toEqual(['analytics.a', 'analytics.b', 'analytics.d', 'analytics.e'])
})

test('the end of a run frees the leases of the tables that failed', async () => {
  const { deps, event } = await ran([failed('analytics.answers', 'X')])
  const [table] = deps.catalog
  if (!table) throw new Error('the catalog has a table')
  await deps.target.leaseTable(table, { run: 'r1', seconds: 600 })
  await finish(deps, event)
  expect(deps.target.leases.holderOf(table.target)).toBeNull()
})

test('a table whose children failed is told by what they failed with', async () => {
  const { deps, event } = await ran([failed('analytics.answers', CHILDREN_FAILED, 'too many')])
  const thrown = { Error: 'SourceReadError', Cause: 'chunk c00001 cannot be read' }
  const child = { ...failed('', ''), ...thrown, Input: '{}' }
  await lane(deps, 'runs/r1/results/analytics.answers/extract/run-1', [child])
  expect(await finish(deps, event)).toMatchObject({
    summary: expect.stringContaining('Extract, 1 of 1 children: SourceReadError: chunk c00001 cannot be read'),
  })
  expect((await reportOf(deps)).tables[0]).toMatchObject({
    error: 'SourceReadError',
    cause: 'chunk c00001 cannot be read',
    children: { step: 'Extract', failed: 1 },
  })
})

test('a table that failed otherwise is not asked for children', async () => {
  const { deps, event } = await ran([failed('analytics.answers', 'StagingLostError')])
  const store: World['store'] = { ...deps.store, list: () => Promise.reject(new Error('not to be asked')) }
  await finish({ ...deps, store }, event)
  expect((await reportOf(deps)).tables[0]).toMatchObject({ error: 'StagingLostError', children: null })
  expect(deps.logs.map(([line]) => line)).toEqual(['info: run finished'])
})

test('children that left no record change nothing', async () => {
  const { deps, event } = await ran([failed('analytics.answers', CHILDREN_FAILED, 'too many')])
  await finish(deps, event)
  expect((await reportOf(deps)).tables[0]).toMatchObject({ error: CHILDREN_FAILED, cause: 'too many', children: null })
})

test('results that cannot be read do not keep the run open', async () => {
  const { deps, event } = await ran([failed('analytics.answers', CHILDREN_FAILED, 'too many')])
  const store: World['store'] = { ...deps.store, list: () => Promise.reject(new Error('access denied')) }
  expect(await finish({ ...deps, store }, event)).toMatchObject({ failed: 1 })
  expect(deps.target.leases.stateOf('r1')).toBe('failed')
  expect((await reportOf(deps)).tables[0]).toMatchObject({
    error: CHILDREN_FAILED,
    cause: 'too many; what its children failed with cannot be read: access denied',
  })
  expect(deps.logs[0]).toEqual([
    'warn: results of a failed Map cannot be read',
    { run: 'r1', table: 'analytics.answers', error: 'access denied' },
  ])
})

test('fails when the result of a lane is gone, and the run is not closed', async () => {
  const { deps, event } = await ran([ended('analytics.a')])
  deps.store.remove('lanes/large/manifest.json')
  await expect(finish(deps, event)).rejects.toMatchObject({ name: 'ObjectMissingError' })
  expect(deps.target.leases.stateOf('r1')).toBe('running')
})
