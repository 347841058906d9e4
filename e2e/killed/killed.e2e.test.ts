import { catalog } from '@hourglass/candidate-experience/catalog'
import { compareAll } from '@hourglass/verify/compare-all'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, type TestLocal, testLocal } from '../support/test-local.ts'
import { kill, until, workersOf } from '../support/worker-processes.ts'

/*
 * Workers are killed with SIGKILL where it hurts most; the state machine's own retries must bring the table to the same
 * end. A second session holds a lock, so that the moment is exact and nothing sleeps.
 */

const TABLE = 'analytics.answers'
let cloud: TestLocal
let blocker: Client

beforeAll(async () => {
  cloud = await testLocal()
  await fillDemo(cloud.mysql)
  // Makes the control schema, which the tests lock.
  await cloud.run({ tables: ['analytics.industries'] })
  blocker = new Client({ connectionString: cloud.postgres.url })
  await blocker.connect()
})

beforeEach(async () => {
  await cloud.mysql.query(`update answers set body = concat('changed ', uuid()) order by id limit 50`)
})

afterAll(async () => {
  await blocker.end()
  await cloud[Symbol.asyncDispose]()
})

/** Reads the whole table again, whatever the tests before have published. */
const start = () => cloud.start({ tables: [TABLE], mode: 'full' })

async function countOf(sql: string): Promise<number> {
  const [row] = await cloud.postgres.query<{ n: string }>(`select count(*) as n from ${sql}`)
  return Number(row?.n)
}

/** Waits until a worker's session waits for a lock. */
async function untilBlocked(): Promise<void> {
  await until('a worker that waits for a lock', async () => {
    const waiting = await countOf(
      `pg_stat_activity
       where datname = current_database() and application_name like 'hourglass%' and wait_event_type = 'Lock'`,
    )
    return waiting > 0
  })
}

async function expectEnd(run: string): Promise<void> {
  const progress = await cloud.endedSkippingWaits(run)
  expect(progress.tables.filter(({ status }) => status !== 'done')).toEqual([])
  expect(outcomeOf(progress, TABLE).result).toBe('published')
  const comparisons = await compareAll(
    cloud.local,
    catalog.filter(({ target }) => target === TABLE),
  )
  expect(comparisons).toMatchObject([{ differing: 0 }])
  expect(comparisons[0]?.targetRows).toBeGreaterThan(1000)
}

test('killed while it extracts [case 110]', async () => {
  const run = await start()
  await until('an extracting worker', () => workersOf('extract-and-load').length > 0)
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  await expectEnd(run)
})

test('killed while it loads a part, before the commit [case 110]', async () => {
  await blocker.query('begin')
  await blocker.query('lock table hourglass.loaded_parts in access exclusive mode')
  const run = await start()
  await untilBlocked()
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  await blocker.query('commit')
  await expectEnd(run)
})

test('killed while it publishes, before the commit [case 6, 110]', async () => {
  const run = await start()
  await until('a loaded part', async () => (await countOf('hourglass.loaded_parts')) > 0)
  await blocker.query('begin')
  await blocker.query('lock table hourglass.publishes in access exclusive mode')
  await untilBlocked()
  expect(kill('publish')).toBeGreaterThan(0)
  await blocker.query('commit')
  await expectEnd(run)
})

test('killed after the commit of its publish, before it could answer [case 7]', async () => {
  const published = () => countOf(`hourglass.publishes where target = '${TABLE}'`)
  const before = await published()
  const run = await start()
  // Publishing drops the staging table after its commit; a reader of that table makes it wait there.
  const staging = await until('a staging table', async () => {
    const rows = await cloud.postgres.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'hourglass_staging'::regnamespace and relkind = 'r' and relname like '%answers%'",
    )
    return rows[0]?.name ?? false
  })
  await blocker.query('begin')
  await blocker.query(`lock table hourglass_staging."${staging}" in access share mode`)
  await until('the committed publish', async () => (await published()) > before)
  expect(kill('publish')).toBeGreaterThan(0)
  await blocker.query('commit')
  await expectEnd(run)
})
