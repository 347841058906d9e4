import { fileURLToPath } from 'node:url'
import type { RunProgress } from '@hourglass/cloud/progress'
import { retryTable } from '@hourglass/cloud/retry'
import { findReport } from '@hourglass/cloud/runs'
import { askPlanner } from '@hourglass/cli/commands/plan'
import { waitForTable } from '@hourglass/cli/commands/retry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowVersions } from '../support/row-versions.ts'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, tableOf, type TestLocal, testLocal } from '../support/test-local.ts'
import { catalog, surveys } from './catalog/catalog.ts'
import { companyTitles, models, tagCounts, titles } from './catalog/models.ts'

/* Models as the last step of a run. The tests build on one another, in order. */

const DAY_MS = 24 * 3600 * 1000
let cloud: TestLocal

beforeAll(async () => {
  cloud = await testLocal({ catalog: fileURLToPath(new URL('./catalog', import.meta.url)) })
  await fillDemo(cloud.mysql)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

const results = ({ tables }: RunProgress) =>
  Object.fromEntries(tables.map(({ table, lane, status, outcome }) => [table, `${lane} ${outcome?.result ?? status}`]))

test('a run builds every model after its tables, models of models last', async () => {
  const progress = await cloud.run()
  expect(progress.run.status).toBe('SUCCEEDED')
  expect(results(progress)).toEqual({
    'analytics.company_titles': 'model published',
    'analytics.surveys': 'small published',
    'analytics.tag_counts': 'model published',
    'analytics.tags': 'small published',
    'analytics.titles': 'model published',
  })
  const [sum] = await cloud.postgres.query<{ surveys: string; rarity: string }>(
    'select sum(surveys) as surveys, sum(rarity) as rarity from analytics.company_titles',
  )
  const [expected] = await cloud.mysql.query<{ surveys: string; rarity: string }>(
    'select count(*) as surveys, sum(1000 div char_length(title)) as rarity from surveys',
  )
  expect(Number(sum?.surveys)).toBe(Number(expected?.surveys))
  expect(Number(sum?.rarity)).toBe(Number(expected?.rarity))
  expect(await cloud.postgres.query(`select from pg_tables where schemaname = 'hourglass_staging'`)).toEqual([])
})

test('another run with nothing new builds nothing and rewrites no row; the report says so', async () => {
  const before = await rowVersions(cloud.postgres, [...catalog, ...models])
  const progress = await cloud.run()
  expect(await rowVersions(cloud.postgres, [...catalog, ...models])).toEqual(before)
  const report = await findReport(cloud.local.cloud, progress.bucket, progress.run.name)
  const told = report?.tables.find(({ table }) => table === titles.target)
  expect(told).toMatchObject({
    result: 'ok',
    outcome: { result: 'skipped', mode: 'model merge', reason: 'nothing new in its inputs since the last build' },
  })
})

test('a run of one table builds the models made of it; a model can be asked for by name', async () => {
  expect(results(await cloud.run({ tables: ['analytics.tags'] }))).toEqual({
    'analytics.tag_counts': 'model skipped',
    'analytics.tags': 'small published',
  })
  expect(results(await cloud.run({ tables: [companyTitles.target], mode: 'full' }))).toEqual({
    [companyTitles.target]: 'model published',
  })
})

test('a model that cannot be made fails alone: tables and other models are published, readers keep its last rows [case 142]', async () => {
  await cloud.mysql.query("update surveys set title = '' order by id limit 1")
  await cloud.mysql.query('delete from tags order by id limit 1')
  const before = await rowVersions(cloud.postgres, [titles])
  const stop = new AbortController()
  const seen = new Set<string>()
  const reader = (async () => {
    while (!stop.signal.aborted) {
      const [row] = await cloud.postgres.query<{ n: string }>(`select count(*) as n from ${titles.target}`)
      seen.add(row?.n ?? '')
    }
  })()
  const progress = await cloud.run()
  stop.abort()
  await reader

  expect(progress.run).toMatchObject({ status: 'FAILED', error: 'TablesFailed' })
  expect(progress.run.cause).toContain('analytics.titles')
  expect(results(progress)).toEqual({
    'analytics.company_titles': 'model published',
    'analytics.surveys': 'small published',
    'analytics.tag_counts': 'model published',
    'analytics.tags': 'small published',
    'analytics.titles': 'model failed',
  })
  const failed = tableOf(progress, titles.target)
  expect(failed.execution?.error).toBe('TargetWriteError')
  expect(failed.execution?.cause).toContain('division by zero')
  expect(outcomeOf(progress, companyTitles.target).reason).toBe(
    'the latest rows of analytics.titles are not included, because this run has not published them',
  )
  expect(outcomeOf(progress, tagCounts.target).counts).toMatchObject({ updated: 1 })
  expect(await rowVersions(cloud.postgres, [titles])).toEqual(before)
  expect(seen.size).toBe(1)
  expect(await cloud.postgres.query(`select from pg_tables where schemaname = 'hourglass_staging'`)).toEqual([])
})

test('retry builds that model alone, by redriving its own execution', async () => {
  // Mended where it is read; the next hour brings it from MySQL.
  await cloud.postgres.query(`update ${surveys.target} set title = 'mended' where title = ''`)
  const others = [...catalog, ...models.filter((model) => model !== titles)]
  const before = await rowVersions(cloud.postgres, others)

  const retried = await retryTable(cloud.local.cloud, titles.target, undefined)
  const ended = await waitForTable(cloud.local.cloud, retried)

  expect(retried.how).toBe('redrive')
  expect(ended.outcome).toMatchObject({ result: 'published', counts: { inserted: 0, updated: 1, deleted: 0 } })
  expect(ended.outcome?.window.lower).not.toBeNull()
  expect(await rowVersions(cloud.postgres, others)).toEqual(before)
})

test('where AWS no longer redrives, a new attempt builds it of what is published now', async () => {
  await cloud.mysql.query("update surveys set title = 'long enough' where title = ''")
  await cloud.postgres.query(`alter table ${titles.target} rename column rarity to rareness`)
  const failed = await cloud.run()
  expect(tableOf(failed, titles.target).execution?.error).toBe('TargetTableChangedError')
  await cloud.postgres.query(`alter table ${titles.target} rename column rareness to rarity`)
  await cloud.local.aws.clock.advance(15 * DAY_MS)

  const retried = await retryTable(cloud.local.cloud, titles.target, failed.run.name)
  const ended = await waitForTable(cloud.local.cloud, retried)

  expect(retried).toMatchObject({ how: 'new attempt', input: { attempt: 2 } })
  expect(ended.outcome).toMatchObject({ run: failed.run.name, result: 'published', counts: { updated: 1 } })
})

test('the planner lists the models that a run would build', async () => {
  const planned = await askPlanner(cloud.local.cloud, { preview: { tables: ['analytics.tags'] } })
  expect(planned.map(({ table, mode }) => `${table} ${mode}`)).toEqual([
    'analytics.tags replace',
    'analytics.tag_counts model replace',
  ])
})
