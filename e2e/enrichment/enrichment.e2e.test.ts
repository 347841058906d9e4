import { fileURLToPath } from 'node:url'
import { retryTable } from '@hourglass/cloud/retry'
import { askPlanner } from '@hourglass/cli/commands/plan'
import { waitForTable } from '@hourglass/cli/commands/retry'
import { compareAll } from '@hourglass/verify/compare-all'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from '../support/enriched/catalog.ts'
import { objectsBelow } from '../support/objects.ts'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, tableOf, type TestLocal, testLocal } from '../support/test-local.ts'

/*
 * Values of other tables in rows: right at first, right again after the other table has changed, and for the whole of a
 * run what that run saw. The tests build on one another, in order.
 */

const ENRICHED = fileURLToPath(new URL('../support/enriched', import.meta.url))
const RESPONSES = 'analytics.survey_responses'
const JOBS = 'analytics.jobs'
/** Companies whose responses are more than a few: the first ones. */
const [FIRST, SECOND] = [1, 2]
let cloud: TestLocal

beforeAll(async () => {
  cloud = await testLocal({ catalog: ENRICHED })
  await fillDemo(cloud.mysql)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

async function expectEqual(tables: readonly string[]): Promise<void> {
  const compared = await compareAll(
    cloud.local,
    catalog.filter(({ target }) => tables.includes(target)),
  )
  expect(compared.filter(({ differing }) => differing > 0)).toEqual([])
}

const moveTo = (company: number, industry: string) =>
  cloud.mysql.query('update companies set industry_code = ? where id = ?', [industry, company])

async function count(table: string, company: number): Promise<number> {
  const [row] = await cloud.postgres.query<{ n: string }>(`select count(*) as n from ${table} where company_id = $1`, [
    company,
  ])
  return Number(row?.n)
}

async function industriesOf(table: string, company: number): Promise<readonly string[]> {
  const rows = await cloud.postgres.query<{ industry_code: string }>(
    `select distinct industry_code from ${table} where company_id = $1`,
    [company],
  )
  return rows.map(({ industry_code }) => industry_code)
}

/** Rows in which an enriched value is not what a JOIN of the published tables gives. */
async function differentFromJoins(): Promise<number> {
  const [row] = await cloud.postgres.query<{ n: string }>(`
    select (
      select count(*) from analytics.survey_responses as r
      left join analytics.surveys as s on s.id = r.survey_id
      left join analytics.companies as c on c.id = s.company_id
      left join analytics.size_bands as b on b.code = c.size_band
      left join analytics.company_settings as z on z.company_id = s.company_id
      where (r.company_id, r.industry_code, r.size_segment, r.responded_month, r.seconds_to_respond) is distinct from (
        s.company_id, c.industry_code, b.segment,
        to_char(r.responded_at at time zone 'UTC' at time zone coalesce(z.time_zone, 'UTC'), 'YYYY-MM'),
        trunc(extract(epoch from (r.responded_at at time zone 'UTC') - r.created_at))
      )
    ) + (
      select count(*) from analytics.jobs as j
      left join analytics.companies as c on c.id = j.company_id
      where j.industry_code is distinct from c.industry_code
    ) + (
      select count(*) from analytics.companies as c
      left join analytics.size_bands as b on b.code = case
        when c.employees < 10 then 'micro' when c.employees < 50 then 'small' when c.employees < 250 then 'medium'
        when c.employees < 5000 then 'large' when c.employees is not null then 'enterprise' end
      where c.size_segment is distinct from b.segment
    ) as n`)
  return Number(row?.n)
}

test('the first run enriches every row as a JOIN would; each looked-up table was read once', async () => {
  const progress = await cloud.run()
  expect(progress.run.status).toBe('SUCCEEDED')
  expect(outcomeOf(progress, RESPONSES).chunks).toBeGreaterThan(2)
  expect(await differentFromJoins()).toBe(0)
  await expectEqual(catalog.map(({ target }) => target))
  const objects = await objectsBelow(cloud, progress.bucket, `runs/${progress.run.name}/lookups/`)
  expect([...objects.keys()].map((key) => /lookups\/(.*)-[0-9a-f]{12}\.json\.gz$/.exec(key)?.[1])).toEqual([
    'analytics.companies',
    'analytics.company_settings',
    'analytics.size_bands',
    'analytics.surveys',
  ])
})

test('a company moves to another industry: only its rows are rewritten, and a table above its limit is reported', async () => {
  await moveTo(FIRST, 'banks')
  const progress = await cloud.run()

  const responses = outcomeOf(progress, RESPONSES)
  expect(responses.notes).toEqual([
    expect.stringMatching(/^analytics\.companies has changed: all rows were read again/),
  ])
  expect(responses.window.lower).toBeNull()
  const moved = await count(RESPONSES, FIRST)
  expect(moved).toBeGreaterThan(10)
  expect(responses.counts).toMatchObject({ inserted: 0, updated: moved, late: 0 })
  expect(responses.counts?.unchanged).toBeGreaterThan(0)
  expect(await industriesOf(RESPONSES, FIRST)).toEqual(['banks'])
  await expectEqual([RESPONSES])

  const jobs = outcomeOf(progress, JOBS)
  expect(jobs.notes).toEqual([expect.stringContaining('pnpm hourglass run --table analytics.jobs --full')])
  expect(await industriesOf(JOBS, FIRST)).not.toContain('banks')
})

test('the command that the report names brings the large table up to date; then there is nothing to say', async () => {
  const full = await cloud.run({ tables: [JOBS], mode: 'full' })
  expect(outcomeOf(full, JOBS).counts).toMatchObject({ updated: await count(JOBS, FIRST) })
  expect(await differentFromJoins()).toBe(0)

  const quiet = await cloud.run()
  for (const table of [JOBS, RESPONSES]) expect(outcomeOf(quiet, table).notes).toBeUndefined()
  expect(outcomeOf(quiet, RESPONSES).window.lower).not.toBeNull()
})

test('a plan tells what keeps a looked-up table from being read', async () => {
  const problems = async () => {
    const [planned] = await askPlanner(cloud.local.cloud, { preview: { tables: [RESPONSES] } })
    return planned?.problems
  }
  expect(await problems()).toEqual([])
  await cloud.mysql.query('alter table companies rename column industry_code to sector')
  expect(await problems()).toEqual([
    expect.stringMatching(/^looked-up table "analytics\.companies": column "industry_code": .* has no column/),
  ])
  await cloud.mysql.query('alter table companies rename column sector to industry_code')
})

test('a chunk that is retried after the looked-up table has changed gets what its run saw', async () => {
  await makeBreakable()
  await moveTo(SECOND, 'fashion')
  const failed = await cloud.run({ tables: [RESPONSES], mode: 'full' })
  expect(tableOf(failed, RESPONSES)).toMatchObject({ status: 'failed', step: 'Extract' })
  const lookups = `runs/${failed.run.name}/lookups/`
  const before = await objectsBelow(cloud, failed.bucket, lookups)

  await moveTo(SECOND, 'pharma')
  await cloud.mysql.query('update response_rows set broken = 0, updated_at = updated_at')
  const ended = await waitForTable(cloud.local.cloud, await retryTable(cloud.local.cloud, RESPONSES, failed.run.name))

  expect(ended.outcome?.result).toBe('published')
  expect(await industriesOf(RESPONSES, SECOND)).toEqual(['fashion'])
  expect(await objectsBelow(cloud, failed.bucket, lookups)).toEqual(before)

  await cloud.run({ tables: [RESPONSES] })
  expect(await industriesOf(RESPONSES, SECOND)).toEqual(['pharma'])
  await expectEqual([RESPONSES])
})

/** Lets the chunk with the last row of the second company be unreadable, as e2e/support/small-chunks does for answers. */
async function makeBreakable(): Promise<void> {
  const { mysql } = cloud
  await mysql.query('rename table survey_responses to response_rows')
  await mysql.query('alter table response_rows add column broken tinyint not null default 0')
  await mysql.query(`create view survey_responses as
    select id, survey_id, candidate_id, status, nps, score, seconds_spent,
      if(broken = 1, concat(status, exp(1000)), comment) as comment, context, responded_at, created_at, updated_at, deleted_at
    from response_rows`)
  await mysql.query(
    `update response_rows set broken = 1, updated_at = updated_at
     where survey_id in (select id from surveys where company_id = ?) order by id desc limit 1`,
    [SECOND],
  )
}
