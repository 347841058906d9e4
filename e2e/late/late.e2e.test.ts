import { compareAll } from '@hourglass/verify/compare-all'
import { surveys } from '@hourglass/candidate-experience/tables/surveys'
import { type Connection, createConnection } from 'mysql2/promise'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, type TestLocal, testLocal } from '../support/test-local.ts'

/* Invariant I1: rows that are committed late arrive in a later run, and writers that never stop starve nobody. */

const TABLE = surveys.target
let cloud: TestLocal
let slow: Connection

beforeAll(async () => {
  cloud = await testLocal()
  await fillDemo(cloud.mysql)
  await cloud.run({ tables: [TABLE] })
  slow = await createConnection(cloud.mysql.url)
})

afterAll(async () => {
  await slow.end()
  await cloud[Symbol.asyncDispose]()
})

async function run() {
  return outcomeOf(await cloud.run({ tables: [TABLE] }), TABLE)
}

const rename = (id: number, title: string) =>
  cloud.mysql.query('update surveys set title = ? where id = ?', [title, id])

async function titleOf(id: number): Promise<string | undefined> {
  const [row] = await cloud.postgres.query<{ title: string }>(`select title from ${TABLE} where id = $1`, [id])
  return row?.title
}

async function expectEqual(): Promise<void> {
  expect(await compareAll(cloud.local, [surveys])).toMatchObject([{ differing: 0 }])
}

test('a row whose transaction commits after the run arrives with the next one; the watermark waited for it [case 1]', async () => {
  await slow.query('begin')
  await slow.query("update surveys set title = 'slow' where id = 1")
  await rename(2, 'fast')

  // Until the transaction is older than the two seconds that the bound stays behind anyway.
  let during = await run()
  while (!during.boundBy.includes('transaction')) during = await run()
  expect([await titleOf(1), await titleOf(2)]).toEqual([expect.not.stringMatching('slow'), 'fast'])
  await slow.query('commit')

  const after = await run()
  expect(await titleOf(1)).toBe('slow')
  expect(after.counts).toMatchObject({ updated: 1, late: 0 })
  await expectEqual()
})

test('a row stamped before the watermark is found in the overlap and counted as late', async () => {
  const reader = new URL(cloud.local.databases.source.workerUrl).username
  await cloud.mysql.query('revoke process on *.* from ?@?', [reader, '%'])
  await slow.query('begin')
  // What the row's timestamp is when the statement ran a minute ago, without waiting for that minute.
  await slow.query('set timestamp = unix_timestamp() - 60')
  await slow.query("update surveys set title = 'late' where id = 4")
  await rename(5, 'in time')

  const during = await run()
  expect(during.boundBy).toContain('GRANT PROCESS')
  expect([await titleOf(4), await titleOf(5)]).toEqual([expect.not.stringMatching('late'), 'in time'])
  await slow.query('commit')
  await slow.query('set timestamp = default')
  await cloud.mysql.query('grant process on *.* to ?@?', [reader, '%'])

  const after = await run()
  expect(await titleOf(4)).toBe('late')
  expect(after.counts?.late).toBe(1)
  expect(after.counts?.latestLateSeconds).toBeGreaterThan(30)
  expect(after.counts?.latestLateSeconds).toBeLessThan(600)
  await expectEqual()
})

test('a row that is updated every 100 ms is at most one run stale, while another transaction stays open [case 4, 147]', async () => {
  await slow.query('begin')
  await slow.query("update surveys set title = 'open' where id = 1")
  const writer = await createConnection(cloud.mysql.url)
  let version = 0
  const stop = new AbortController()
  const writing = (async () => {
    while (!stop.signal.aborted) {
      await writer.query('update surveys set title = ? where id = 3', [`version ${version + 1}`])
      version += 1
      await sleep(100)
    }
  })()

  for (const _ of ['first', 'second']) {
    const committed = version
    const { window } = await run()
    expect(window.bound).not.toBeNull()
    expect(Number((await titleOf(3))?.replace('version ', ''))).toBeGreaterThanOrEqual(committed)
  }

  stop.abort()
  await writing
  await writer.end()
  await slow.query('commit')
  await run()
  expect(await titleOf(3)).toBe(`version ${version}`)
  await expectEqual()
})
