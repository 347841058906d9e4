import { catalog } from '@hourglass/catalog/catalog'
import { compareAll } from '@hourglass/cli/verify/compare-all'
import { watchRun } from '@hourglass/cli/watch-run'
import { createOutput } from '@hourglass/cli/output'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, type TestLocal, testLocal } from '../support/test-local.ts'
import { kill, until, workersOf } from '../support/worker-processes.ts'

/*
 * Workers are killed with SIGKILL where it hurts most; the state machine's own retries must bring the table to the same
 * end. A second session holds a lock, so that the moment is exact and nothing sleeps.
 */

const TABLE = 'analytics.answers'
const output = createOutput(true)
let cloud: TestLocal
let blocker: Client

beforeEach(async () => {
  cloud = await testLocal()
  await fillDemo(cloud.mysql, 10_000)
  blocker = new Client({ connectionString: cloud.postgres.url })
  await blocker.connect()
})

afterEach(async () => {
  await blocker.end()
  await cloud[Symbol.asyncDispose]()
})

/** Waits until a worker's session waits for a lock. */
async function untilBlocked(): Promise<void> {
  await until('a worker that waits for a lock', async () => {
    const [row] = await cloud.postgres.query<{ n: string }>(
      `select count(*) as n from pg_stat_activity
       where datname = current_database() and application_name like 'hourglass%' and wait_event_type = 'Lock'`,
    )
    return row?.n !== '0'
  })
}

async function endOf(run: string): Promise<void> {
  const progress = await watchRun(cloud.local.cloud, run, output)
  expect(progress.tables.filter(({ status }) => status !== 'done')).toEqual([])
  expect(outcomeOf(progress, TABLE).result).toBe('published')
  const comparisons = await compareAll(
    cloud.local,
    catalog.filter(({ target }) => target === TABLE),
  )
  expect(comparisons).toMatchObject([{ differing: 0 }])
  expect(comparisons[0]?.targetRows).toBeGreaterThan(1000)
}

test('killed while it extracts', async () => {
  const run = await cloud.start({ tables: [TABLE] })
  await until('an extracting worker', () => workersOf('extract-and-load').length > 0)
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  await endOf(run)
})

test('killed while it loads a part, before the commit', async () => {
  await cloud.run({ tables: ['analytics.industries'] })
  await blocker.query('begin')
  await blocker.query('lock table hourglass.loaded_parts in access exclusive mode')
  const run = await cloud.start({ tables: [TABLE] })
  await untilBlocked()
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  await blocker.query('commit')
  await endOf(run)
})

test('killed while it publishes, before the commit', async () => {
  await cloud.run({ tables: ['analytics.industries'] })
  const run = await cloud.start({ tables: [TABLE] })
  await until('a loaded part', async () => {
    const [row] = await cloud.postgres.query<{ n: string }>('select count(*) as n from hourglass.loaded_parts')
    return row?.n !== '0'
  })
  await blocker.query('begin')
  await blocker.query('lock table hourglass.publishes in access exclusive mode')
  await untilBlocked()
  expect(kill('publish')).toBeGreaterThan(0)
  await blocker.query('commit')
  await endOf(run)
})

test('killed after the commit of its publish, before it could answer', async () => {
  await cloud.run({ tables: ['analytics.industries'] })
  const run = await cloud.start({ tables: [TABLE] })
  // Publishing drops the staging table after its commit; a reader of that table makes it wait there.
  const staging = await until('a staging table', async () => {
    const rows = await cloud.postgres.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'hourglass_staging'::regnamespace and relkind = 'r' and relname like '%answers%'",
    )
    return rows[0]?.name ?? false
  })
  await blocker.query('begin')
  await blocker.query(`lock table hourglass_staging."${staging}" in access share mode`)
  await until('the committed publish', async () => {
    const [row] = await cloud.postgres.query<{ n: string }>(
      `select count(*) as n from hourglass.publishes where target = '${TABLE}'`,
    )
    return row?.n !== '0'
  })
  expect(kill('publish')).toBeGreaterThan(0)
  await blocker.query('commit')
  await endOf(run)
})
