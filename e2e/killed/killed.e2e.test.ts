import { catalog } from '@hourglass/candidate-experience/catalog'
import { compareAll } from '@hourglass/verify/compare-all'
import { type FaultProxy, faultProxy } from '@hourglass/testing/fault-proxy'
import { testMysqlUrl } from '@hourglass/testing/server-urls'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, type TestLocal, testLocal } from '../support/test-local.ts'
import { kill, until } from '../support/worker-processes.ts'

/*
 * Workers are killed with SIGKILL where it hurts most; the state machine's own retries must bring the table to the same
 * end. Each test holds its worker at one exact place: a proxy that falls silent, or a lock that a statement waits for.
 */

const TABLE = 'analytics.answers'
let proxy: FaultProxy
let cloud: TestLocal
/** Two sessions that hold locks. */
let first: Client
let second: Client

beforeAll(async () => {
  proxy = await faultProxy(testMysqlUrl())
  cloud = await testLocal({ throughSource: (url) => proxy.through(url) })
  await fillDemo(cloud.mysql)
  // Makes the control schema, which the tests lock.
  await cloud.run({ tables: ['analytics.industries'] })
  first = new Client({ connectionString: cloud.postgres.url })
  second = new Client({ connectionString: cloud.postgres.url })
  await Promise.all([first.connect(), second.connect()])
})

beforeEach(async () => {
  await cloud.mysql.query(`update answers set body = concat('changed ', uuid()) order by id limit 50`)
})

afterAll(async () => {
  await Promise.all([first.end(), second.end()])
  await cloud[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
})

/** Reads the whole table again, whatever the tests before have published. */
const start = () => cloud.start({ tables: [TABLE], mode: 'full' })

async function countOf(sql: string): Promise<number> {
  const [row] = await cloud.postgres.query<{ n: string }>(`select count(*) as n from ${sql}`)
  return Number(row?.n)
}

/** Waits until a worker's session waits for a lock in a statement that matches `statement`. */
async function untilBlocked(statement: string): Promise<void> {
  await until(`a worker that waits in "${statement}"`, async () => {
    const waiting = await countOf(
      `pg_stat_activity where datname = current_database() and application_name like 'hourglass%'
       and wait_event_type = 'Lock' and query ilike '%${statement}%'`,
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
  // Planning reads a few kilobytes; the rows of the table are more than this.
  proxy.silenceAfter(100_000, 'toClient')
  const run = await start()
  await until('rows on their way', () => proxy.isSilent())
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  proxy.restore()
  await expectEnd(run)
})

test('killed while it loads a part, before the commit [case 110]', async () => {
  // A lock of the table would hold it earlier, when it prepares staging.
  await first.query(`
    create function hourglass.hold() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock(1); return new; end';
    create trigger hold before insert on hourglass.loaded_parts for each row execute function hourglass.hold();
    select pg_advisory_lock(1)`)
  const run = await start()
  await untilBlocked('insert into hourglass.loaded_parts')
  expect(kill('extract-and-load')).toBeGreaterThan(0)
  await first.query('select pg_advisory_unlock(1)')
  await expectEnd(run)
})

test('killed while it publishes, before the commit [case 6, 110]', async () => {
  await first.query('begin')
  await first.query('lock table hourglass.publishes in share mode')
  const run = await start()
  await untilBlocked('insert into hourglass.publishes')
  expect(kill('publish')).toBeGreaterThan(0)
  await first.query('commit')
  await expectEnd(run)
})

test('killed after the commit of its publish, before it could answer [case 7]', async () => {
  const published = () => countOf(`hourglass.publishes where target = '${TABLE}'`)
  const before = await published()
  await first.query('begin')
  await first.query('lock table hourglass.publishes in share mode')
  const run = await start()
  await untilBlocked('insert into hourglass.publishes')

  // Publishing drops the staging table after its commit; a reader of that table makes it wait there.
  const [staging] = await cloud.postgres.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'hourglass_staging'::regnamespace and relkind = 'r' and relname like '%answers%'",
  )
  await second.query('begin')
  await second.query(`lock table hourglass_staging."${staging?.name}" in access share mode`)
  await first.query('commit')
  await untilBlocked('drop table')
  expect(await published()).toBe(before + 1)
  expect(kill('publish')).toBeGreaterThan(0)
  await second.query('commit')
  await expectEnd(run)
})
