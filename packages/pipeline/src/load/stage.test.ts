import { manifest, type TableState } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, companies, jobs, jobsInMysql } from '../../test/tables.ts'
import { inputFor, notes, planOf, world, type World } from '../../test/world.ts'
import { extractChunks } from '../extract/extract.ts'
import { planTable } from '../plan/plan-table.ts'
import { stage } from './stage.ts'

/** A planned table of five rows in two chunks, both extracted. */
async function extracted(): Promise<{ readonly deps: World; readonly state: TableState }> {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd', null]))
  const state = await planTable(deps, inputFor(answers))
  if (state.action === 'skip') throw new Error('there is something to extract')
  await extractChunks(deps, state, (await planOf(deps, inputFor(answers))).chunks, 'a1')
  return { deps, state }
}

test('seals the manifest of every chunk, and makes the staging table of this attempt', async () => {
  const { deps, state } = await extracted()
  expect(await stage(deps, state)).toBe(state)
  expect(await deps.store.getJson(state.manifest.key, manifest)).toMatchObject({
    run: 'r1',
    table: 'analytics.answers',
    fence: 1,
    chunks: 2,
    rowsRead: 5,
    rowsQuarantined: 1,
    rows: 4,
    parts: [{ rows: 3 }, { rows: 1 }],
    startedAt: '2026-11-23T09:00:30.000Z',
  })
  expect(deps.target.staging.names()).toEqual([state.staging])
  expect(deps.logs.at(-1)).toEqual([
    'info: manifest sealed',
    { run: 'r1', table: 'analytics.answers', rows: 4, parts: 2 },
  ])
})

test('fails when a chunk has no record, and seals nothing', async () => {
  const { deps, state } = await extracted()
  deps.store.remove('runs/r1/analytics.answers/chunks/c00002.json')
  await expect(stage(deps, state)).rejects.toMatchObject({ name: 'ObjectMissingError' })
  expect(deps.store.textOf(state.manifest.key)).toBeNull()
  expect(deps.target.staging.names()).toEqual([])
})

test('fails when a record belongs to another extract', async () => {
  const { deps, state } = await extracted()
  const key = 'runs/r1/analytics.answers/chunks/c00002.json'
  const other = { ...JSON.parse(deps.store.textOf(key) ?? ''), fence: 9 }
  deps.store.overwrite(key, Buffer.from(JSON.stringify(other)))
  await expect(stage(deps, state)).rejects.toMatchObject({ name: 'ConservationError' })
  expect(deps.target.staging.names()).toEqual([])
})

test('a manifest that was sealed before stays in force', async () => {
  const { deps, state } = await extracted()
  await stage(deps, state)
  const sealed = deps.store.textOf(state.manifest.key)
  deps.time.now = new Date('2026-11-23T12:00:00Z')
  const strays = await deps.store.getJson('runs/r1/analytics.answers/chunks.json', { parse: (value) => value })
  expect(strays).toBeDefined()
  await stage(deps, { ...state, attempt: 2, staging: 'second' })
  expect(deps.store.textOf(state.manifest.key)).toBe(sealed)
  expect(deps.target.staging.names()).toEqual([state.staging, 'second'].toSorted())
})

test('renews the lease of the table', async () => {
  const { deps, state } = await extracted()
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  await stage(deps, state)
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  expect(await deps.target.leaseTable(answers, { run: 'r2', seconds: 1 })).toMatchObject({ held: false, by: 'r1' })
})

test('what was looked up travels with the manifest, as fingerprints', async () => {
  const deps = world({ catalog: [companies, jobs] })
  deps.database.write(companies, [{ id: '1', plan: null }])
  deps.database.write(jobsInMysql, [{ id: '1', updated_at: '2026-11-23 08:30:00' }])
  await deps.target.advance(jobs, 'r0', await deps.target.nextFence(jobs), null, '2026-11-23 08:40:00.000000')
  const state = await planTable(deps, inputFor(jobs))
  if (state.action === 'skip') throw new Error('there is something to extract')
  const plan = await planOf(deps, inputFor(jobs))
  const source: World['source'] = {
    ...deps.source,
    readChunk: (_, ...rest) => deps.source.readChunk(jobsInMysql, ...rest),
  }
  await extractChunks({ ...deps, source }, state, plan.chunks, 'a1')
  await stage(deps, state)
  expect(await deps.store.getJson(state.manifest.key, manifest)).toMatchObject({
    lookups: { 'analytics.companies': plan.lookups?.[0]?.fingerprint },
    reread: true,
    notes: plan.notes,
  })
  expect(plan.notes).toHaveLength(2)
})
