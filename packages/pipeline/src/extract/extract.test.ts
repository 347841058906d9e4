import type { ReadOptions } from '@hourglass/contracts/source/rows'
import { chunkRecord, type TableState } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, companies, jobs, jobsInMysql, people, shorterAnswers } from '../../test/tables.ts'
import { inputFor, notes, planOf, world, type World } from '../../test/world.ts'
import { planTable } from '../plan/plan-table.ts'
import { extractChunks } from './extract.ts'

const RECORD = 'runs/r1/analytics.answers/chunks/c00001.json'
const recordOf = ({ store }: World, key = RECORD) => store.getJson(key, chunkRecord)

async function planned(deps: World, table = answers): Promise<TableState> {
  const state = await planTable(deps, inputFor(table))
  if (state.action === 'skip') throw new Error('there is something to extract')
  return state
}

/** Plans `answers` with these notes and extracts all of its chunks. */
async function extracted(texts: readonly (string | null)[], change: (deps: World) => World = (deps) => deps) {
  const deps = world()
  deps.database.write(answers, notes(texts))
  const state = await planned(deps)
  const { chunks } = await planOf(deps, inputFor(answers))
  await extractChunks(change(deps), state, chunks, 'a1')
  return { deps, state, chunks }
}

test('writes the rows of a chunk as parts, and a record that tells all about them', async () => {
  const { deps } = await extracted(['a', 'b\t'])
  const record = await recordOf(deps)
  expect({ ...record, schemaHash: '', parts: [] }).toEqual({
    chunk: { id: 'c00001', lower: null, upper: null },
    fence: 1,
    schemaHash: '',
    attempt: 'a1',
    rowsRead: 2,
    rowsQuarantined: 0,
    parts: [],
    quarantine: null,
    conversions: {},
    warnings: 0,
    startedAt: '2026-11-23T09:00:30.000Z',
    finishedAt: '2026-11-23T09:00:30.000Z',
  })
  expect(record.parts).toMatchObject([{ key: 'runs/r1/analytics.answers/parts/c00001-a1-0.copy.gz', rows: 2 }])
  expect(deps.store.textOf(record.parts[0]?.key ?? '')).toBe(
    '1\t2026-11-23 08:30:00+00\ta\n2\t2026-11-23 08:30:00+00\tb\\t\n',
  )
  expect(deps.logs.at(-1)).toEqual([
    'info: chunk extracted',
    { run: 'r1', table: 'analytics.answers', chunk: 'c00001', rows: 2, written: true },
  ])
})

test('every chunk has a record of its own', async () => {
  const { deps, chunks } = await extracted(['a', 'b', 'c', 'd', 'e'])
  const rows = await Promise.all(
    chunks.map(async ({ id }) => (await recordOf(deps, RECORD.replace('c00001', id))).rowsRead),
  )
  expect(rows).toEqual([3, 2])
})

test('a row that cannot cross is kept aside with the reason, and counted', async () => {
  const { deps } = await extracted(['a', null, 'c\0'])
  const record = await recordOf(deps)
  expect(record).toMatchObject({
    rowsRead: 3,
    rowsQuarantined: 1,
    quarantine: 'runs/r1/analytics.answers/quarantine/c00001-a1.jsonl.gz',
    conversions: { 'note: nul-character-removed': 1 },
  })
  expect(JSON.parse(deps.store.textOf(record.quarantine ?? '') ?? '')).toMatchObject({
    key: { id: '2' },
    column: 'note',
  })
})

test('a chunk that has its record is left alone, so that any repetition is harmless', async () => {
  const { deps, state, chunks } = await extracted(['a'])
  const before = deps.store.keys()
  deps.database.write(answers, notes(['other']))
  await extractChunks(deps, state, chunks, 'a2')
  expect(deps.store.keys()).toEqual(before)
  expect(await recordOf(deps)).toMatchObject({ attempt: 'a1' })
})

test('of two workers that extract one chunk at once, the record of the first one stands', async () => {
  const { deps, state, chunks } = await extracted(['a'])
  const blind = { ...deps, store: { ...deps.store, findJson: async () => null } }
  await extractChunks(blind, state, chunks, 'a2')
  expect(await recordOf(deps)).toMatchObject({ attempt: 'a1' })
  expect(deps.logs.at(-1)?.[1]).toMatchObject({ written: false })
})

/** A source whose totals say something else than its rows. */
const lying = (rows: { readonly rowsRead?: number; readonly rowsQuarantined?: number }) => (deps: World) => ({
  ...deps,
  source: {
    ...deps.source,
    readChunk: (...args: Parameters<World['source']['readChunk']>) => {
      const reading = deps.source.readChunk(...args)
      return { ...reading, totals: () => ({ ...reading.totals(), ...rows }) }
    },
  },
})

test.each([
  ['a row was lost on the way', { rowsRead: 3 }, '3 rows read, but 2 in parts and 0 quarantined'],
  ['a row came from nowhere', { rowsRead: 1 }, '1 rows read, but 2 in parts and 0 quarantined'],
  ['a row went to quarantine as well', { rowsQuarantined: 1 }, '2 rows read, but 2 in parts and 1 quarantined'],
])('fails when counts do not add up (I2): %s; the chunk then has no record', async (_, totals, message) => {
  let seen: World | undefined
  const failure = extracted(['a', 'b'], (deps) => {
    seen = deps
    return lying(totals)(deps)
  })
  await expect(failure).rejects.toMatchObject({ name: 'ConservationError' })
  await expect(failure).rejects.toThrow(`table "analytics.answers" chunk c00001: ${message}`)
  expect(seen?.store.textOf(RECORD)).toBeNull()
})

test('fails when the catalog file is not the one that the run was planned with', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const state = await planned(deps)
  const failure = extractChunks({ ...deps, catalog: [shorterAnswers] }, state, [], 'a1')
  await expect(failure).rejects.toMatchObject({ name: 'SourceTableChangedError' })
  await expect(failure).rejects.toThrow(
    'table "analytics.answers": run r1 was planned with another version of its catalog file; start a new run',
  )
  expect(deps.store.keys()).toEqual(['runs/r1/analytics.answers/chunks.json'])
})

test('renews the lease of the table before it reads', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const state = await planned(deps)
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  await extractChunks(deps, state, [], 'a1')
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  expect(await deps.target.leaseTable(answers, { run: 'r2', seconds: 1 })).toMatchObject({ held: false, by: 'r1' })
})

/** Extracts one table and gives what its reader was handed. */
async function optionsFor(deps: World, table: typeof answers): Promise<ReadOptions | undefined> {
  let handed: ReadOptions | undefined
  const source: World['source'] = {
    ...deps.source,
    readChunk(read, window, chunk, options) {
      handed = options
      return deps.source.readChunk(read === jobs ? jobsInMysql : read, window, chunk, options)
    },
  }
  const state = await planned(deps, table)
  await extractChunks({ ...deps, source }, state, (await planOf(deps, inputFor(table))).chunks, 'a1')
  return handed
}

test('the mask key is read for a table that masks, and for no other', async () => {
  const masking = world({ catalog: [people] })
  masking.database.write(people, [{ id: '1', email: 'a@example.com' }])
  await optionsFor(masking, people)
  expect(masking.store.textOf('runs/r1/analytics.people/parts/c00001-a1-0.copy.gz')).toBe('1\tabab-13\n')
  const plain = { ...world(), maskKey: () => Promise.reject(new Error('not to be read')) }
  plain.database.write(answers, notes(['a']))
  expect((await optionsFor(plain, answers))?.maskKey).toEqual(Buffer.alloc(0))
})

test('looked-up tables are handed over as the plan names them, and to no table that looks up nothing', async () => {
  const deps = world({ catalog: [companies, jobs, answers] })
  deps.database.write(companies, [{ id: '1', plan: 'trial' }])
  deps.database.write(jobsInMysql, [{ id: '1', updated_at: '2026-11-23 08:30:00' }])
  const looking = await optionsFor(deps, jobs)
  expect(looking?.lookups?.get('analytics.companies')?.rows.get('1')).toEqual([1, 'trial'])
  deps.database.write(answers, notes(['a']))
  expect(await optionsFor(deps, answers)).not.toHaveProperty('lookups')
})
