import { expect, test } from 'vitest'
import { answers, settings } from '../../test/answers.ts'
import { testTarget } from '../../test/target.ts'

const NINE = '2026-11-23T09:00:00Z'
const lease = (run: string, seconds = 60) => ({ run, seconds })

test('a redriven run is running again', async () => {
  await using t = await testTarget()
  await t.target.leaseRun('r1', NINE, 'arn:1')
  await t.target.finishRun('r1', 'failed')
  await t.target.leaseRun('r1', NINE, 'arn:1')
  expect(await t.db.query('select state, finished_at from hourglass.runs')).toEqual([
    { state: 'running', finished_at: null },
  ])
})

test('two runs of one hour at once: exactly one has it [case 26]', async () => {
  await using t = await testTarget()
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((run) => t.another().leaseRun(run, NINE, 'arn')))
  expect(answers.filter(({ held }) => held)).toHaveLength(1)
})

test('a lease that ran out by the clock of Postgres is taken over; the old holder cannot renew it', async () => {
  await using t = await testTarget()
  await t.target.leaseTable(answers, lease('r1'))
  await t.db.query(`update hourglass.table_leases set held_until = clock_timestamp() - interval '1 s'`)
  expect(await t.target.leaseTable(answers, lease('r2'))).toEqual({ held: true })
  expect(await t.target.renewTable(answers, lease('r1'))).toBe(false)
  expect(await t.target.renewTable(answers, lease('r2', 600))).toBe(true)
  const [row] = await t.db.query<{ left: number }>(
    'select extract(epoch from held_until - clock_timestamp())::float as left from hourglass.table_leases',
  )
  expect(row?.left).toBeGreaterThan(500)
})

test('a holder that is late can renew while nobody took over', async () => {
  await using t = await testTarget()
  await t.target.leaseTable(answers, lease('r1'))
  await t.db.query(`update hourglass.table_leases set held_until = clock_timestamp() - interval '1 s'`)
  expect(await t.target.renewTable(answers, lease('r1'))).toBe(true)
})

test('a lease is answered while a publish keeps the state of the table locked', async () => {
  await using t = await testTarget()
  await t.target.advance(answers, 'r1', await t.target.nextFence(answers), null, '2026-11-23 09:00:00.000000')
  await t.db.query('begin')
  await t.db.query('select * from hourglass.table_state for update')
  expect(await t.target.leaseTable(answers, lease('r2'))).toEqual({ held: true })
  await t.db.query('rollback')
})

test('fences count up from 1, per table, without gaps under concurrency', async () => {
  await using t = await testTarget()
  const many = await Promise.all(Array.from({ length: 12 }, () => t.target.nextFence(answers)))
  expect(many.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
  expect(await t.target.nextFence(settings)).toBe(1)
})

test('the connection limit is the lowest that applies', async () => {
  await using t = await testTarget()
  const before = await t.target.maxConnections()
  expect(before).toBeGreaterThan(10)
  await t.db.query(`alter database ${t.db.name} connection limit 7`)
  expect(await t.target.maxConnections()).toBe(7)
})

test('a run that has ended holds no lease: a retry of it that failed does not block the next run', async () => {
  await using t = await testTarget()
  await t.target.leaseRun('r1', '2026-11-23T09:00:00Z', 'arn:r1')
  await t.target.finishRun('r1', 'failed')
  expect(await t.target.leaseTable(answers, lease('r1'))).toEqual({ held: true })
  expect(await t.target.leaseTable(answers, lease('r2'))).toEqual({ held: true })
})
