import { expect, test } from 'vitest'
import { answers, companies, jobs, jobsInMysql, summary, tags } from '../../test/tables.ts'
import { inputFor, NINE, notes, syncTable, world } from '../../test/world.ts'
import { preview } from './preview.ts'

test('says for each table and model what the next run would do, and moves nothing', async () => {
  const deps = world({ models: [summary] })
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  expect(await preview(deps, {})).toEqual([
    {
      table: 'analytics.answers',
      mode: 'merge',
      watermark: null,
      window: { lower: null, bound: null },
      problems: [],
      estimatedRows: 4,
      chunks: 2,
    },
    {
      table: 'analytics.tags',
      mode: 'replace',
      watermark: null,
      window: { lower: null, bound: null },
      problems: [],
      estimatedRows: 0,
      chunks: 1,
    },
    {
      table: 'analytics.summary',
      mode: 'model replace',
      watermark: null,
      window: { lower: null, bound: null },
      problems: [],
      estimatedRows: 0,
      chunks: 0,
    },
  ])
  expect(await deps.target.nextFence(answers)).toBe(1)
  expect(deps.target.leases.holderOf(answers.target)).toBeNull()
  expect(deps.store.keys()).toEqual([])
})

test('a published table is read from its watermark on; nothing new is no chunk; a full run reads all', async () => {
  const deps = world({ models: [summary] })
  deps.database.write(answers, notes(['a'], '2026-11-23 08:00:00'))
  await syncTable(deps, inputFor(answers))
  const window = { lower: '2026-11-23 08:50:00.000000', bound: null }
  const ask = (mode?: 'full') => preview(deps, { tables: ['analytics.answers'], ...(mode ? { mode } : {}) })
  expect((await ask())[0]).toMatchObject({ watermark: NINE, window, chunks: 0 })
  expect((await ask('full'))[0]).toMatchObject({ window: { lower: null, bound: null }, chunks: 1 })
  deps.database.write(answers, notes(['new'], '2026-11-23 09:30:00', 2))
  expect((await ask())[0]).toMatchObject({ window, chunks: 1 })
  const models = (await ask()).slice(1)
  expect(models.map(({ table }) => table)).toEqual(['analytics.summary'])
})

test('a model is estimated by what it made last', async () => {
  const deps = world({ catalog: [answers], models: [summary], rowsOf: { [summary.target]: () => [] } })
  const progress: typeof deps.target.progress = async () =>
    new Map([[summary.target, { watermark: NINE, lastPublishedFence: 1, lastRows: 7, lookups: null }]])
  const [model] = (await preview({ ...deps, target: { ...deps.target, progress } }, {})).slice(1)
  expect(model).toMatchObject({ watermark: NINE, estimatedRows: 7 })
})

test('names every drift, of looked-up tables too, and plans no chunk of such a table', async () => {
  const deps = world({ catalog: [tags, companies, jobs] })
  deps.database.write(jobsInMysql, [{ id: '1', updated_at: '2026-11-23 08:30:00' }])
  deps.database.drop(tags)
  deps.database.drop(companies)
  const found = await preview(deps, { tables: ['analytics.tags', 'analytics.jobs'] })
  expect(found).toMatchObject([
    { table: 'analytics.tags', problems: ['there is no table "tags" in the source database'], chunks: 0 },
    {
      table: 'analytics.jobs',
      problems: ['looked-up table "analytics.companies": there is no table "companies" in the source database'],
      chunks: 0,
    },
  ])
  deps.database.create(companies)
  deps.database.alter(companies, (columns) => columns.filter(({ name }) => name !== 'plan'))
  const [again] = await preview(deps, { tables: ['analytics.jobs'] })
  expect(again?.problems).toEqual([expect.stringContaining('looked-up table "analytics.companies": column "plan"')])
})

test('fails when the catalog has no such table', async () => {
  await expect(preview(world(), { tables: ['analytics.gone'] })).rejects.toMatchObject({ name: 'UnknownTableError' })
})

test('the control schema is made first, because the watermarks live in it', async () => {
  const deps = world()
  const calls: string[] = []
  const target = {
    migrate: async () => void calls.push('migrate'),
    progress: async (...args: Parameters<typeof deps.target.progress>) => {
      calls.push('progress')
      return deps.target.progress(...args)
    },
  }
  await preview({ ...deps, target }, {})
  expect(calls[0]).toBe('migrate')
})
