import { StagingLostError, TargetBusyError, TargetUnavailableError } from '@hourglass/contracts/errors'
import { faultProxy } from '@hourglass/testing/fault-proxy'
import { expect, test } from 'vitest'
import { answers } from '../../test/answers.ts'
import { load, publishRows } from '../../test/extracts.ts'
import { gateAtCommit, gateAtWrite } from '../../test/gate.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

const notes = async (t: TestTarget) =>
  (await t.db.query<{ note: string }>('select note from analytics.answers order by id')).map(({ note }) => note)

const PATIENT = { lockSeconds: 20 }

test('an older extract after a newer one is superseded and changes nothing [case 27, 155]', async () => {
  await using t = await testTarget()
  const older = await load(t.target, answers, { fence: 10, parts: [[{ id: 1, note: 'older' }]] })
  await publishRows(t.target, answers, { fence: 11, parts: [[{ id: 1, note: 'newer' }]] })
  expect(await t.target.publish(older)).toEqual({
    result: 'superseded',
    reason: 'a later extract of this table is already published (fence 11, this one is 10)',
  })
  expect(await notes(t)).toEqual(['newer'])
  expect(await t.db.query('select fence from hourglass.publishes')).toEqual([{ fence: '11' }])
  expect(await t.db.query(`select 1 from pg_class where relname = 'staging_10'`)).toEqual([])
})

test('two extracts publish at once: the table ends as the newer one, whoever comes first [case 132]', async () => {
  await using t = await testTarget(PATIENT)
  const [older, newer] = [
    await load(t.target, answers, { fence: 1, parts: [[{ id: 1, note: 'older' }]] }),
    await load(t.target, answers, { fence: 2, parts: [[{ id: 1, note: 'newer' }]] }),
  ]
  const gate = await gateAtWrite(t.db, 'analytics.answers')
  const first = t.target.publish(newer)
  await gate.reached()
  const second = t.another().publish(older)
  await gate.open()
  expect(await first).toMatchObject({ result: 'published' })
  expect(await second).toMatchObject({ result: 'superseded' })
  expect(await notes(t)).toEqual(['newer'])
})

test('an extract that starts after the watermark is superseded', async () => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, bound: '2026-11-23 10:00:00.000000', parts: [] })
  const answer = await publishRows(t.target, answers, {
    fence: 2,
    lower: '2026-11-23 10:00:00.000001',
    parts: [[{ id: 1 }]],
  })
  expect(answer).toMatchObject({ result: 'superseded' })
  expect(await notes(t)).toEqual([])
})

test('the same extract again answers with the stored counts, even without staging [case 7]', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }, { id: 2 }]] })
  const answer = await t.target.publish(request)
  expect(answer).toMatchObject({ counts: { staged: 2, inserted: 2, unchanged: 0 } })
  expect(await t.target.publish(request)).toEqual(answer)
})

test('one publish invoked twice at once: both answer alike, rows are written once [case 109]', async () => {
  await using t = await testTarget(PATIENT)
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  const gate = await gateAtCommit(t.db)
  const first = t.target.publish(request)
  await gate.reached()
  const second = t.another().publish(request)
  await gate.open()
  expect(await second).toEqual(await first)
  expect(await t.db.query('select inserted from hourglass.publishes')).toEqual([{ inserted: '1' }])
})

test('a connection killed before COMMIT ends: nothing is published, and a retry publishes [case 6, 135]', async () => {
  await using t = await testTarget(PATIENT)
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  const gate = await gateAtCommit(t.db)
  const failure = t.target.publish(request).catch((error: unknown) => error)
  await t.db.query('select pg_terminate_backend($1)', [await gate.reached()])
  expect(await failure).toBeInstanceOf(TargetUnavailableError)
  await gate.open()
  expect(await t.db.query('select * from hourglass.publishes')).toEqual([])
  expect(await notes(t)).toEqual([])
  expect((await t.target.progress([answers])).get(answers.target)).toMatchObject({ watermark: null })
  expect(await t.target.publish(request)).toMatchObject({ counts: { inserted: 1 } })
})

test('the answer to COMMIT is lost: a retry learns that it counted and cleans up [case 7, 135]', async () => {
  await using t = await testTarget(PATIENT)
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await using proxy = await faultProxy(t.db.url)
  const through = new URL(proxy.through(t.db.url))
  const unlucky = t.another({ host: through.hostname, port: Number(through.port) })
  const gate = await gateAtCommit(t.db)
  const failure = unlucky.publish(request).catch((error: unknown) => error)
  await gate.reached()
  proxy.reset()
  expect(await failure).toBeInstanceOf(TargetUnavailableError)
  await gate.open() // the server never noticed, and commits
  const answer = await t.target.publish(request)
  expect(answer).toMatchObject({ result: 'published', counts: { inserted: 1, unchanged: 0 } })
  expect(await t.db.query('select count(*) from hourglass.publishes')).toEqual([{ count: '1' }])
  expect(await t.db.query(`select 1 from pg_class where relname = 'staging_1'`)).toEqual([])
})

test('a locked live table makes it TargetBusyError in time, and nothing changes [case 126, 134]', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await t.db.query('begin')
  await t.db.query('lock table analytics.answers in access exclusive mode')
  await expect(t.target.publish(request)).rejects.toThrow(TargetBusyError)
  await t.db.query('rollback')
  expect(await t.target.publish(request)).toMatchObject({ counts: { inserted: 1 } })
})

test('advance moves watermark and fence, frees the lease and can be repeated', async () => {
  await using t = await testTarget()
  const [lower, bound] = ['2026-11-23 09:50:00.000000', '2026-11-23 11:00:00.000000']
  await publishRows(t.target, answers, { fence: 1, bound: '2026-11-23 10:00:00.000000', parts: [[{ id: 1 }]] })
  await t.target.leaseTable(answers, { run: 'r2', seconds: 60 })
  const answer = await t.target.advance(answers, 'r2', 2, lower, bound)
  expect(answer).toMatchObject({ result: 'published', counts: { staged: 0, inserted: 0 } })
  expect(await t.target.advance(answers, 'r2', 2, lower, bound)).toEqual(answer)
  expect((await t.target.progress([answers])).get(answers.target)).toEqual({
    watermark: bound,
    lastPublishedFence: 2,
    lastRows: 1,
    lookups: null,
  })
  expect(await t.target.leaseTable(answers, { run: 'r3', seconds: 60 })).toEqual({ held: true })
  expect(await t.target.advance(answers, 'r0', 1, lower, bound)).toMatchObject({ result: 'superseded' })
})

test('a superseded extract needs no staging', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await publishRows(t.target, answers, { fence: 2, parts: [] })
  await t.target.dropStaging(request.staging)
  expect(await t.target.publish(request)).toMatchObject({ result: 'superseded' })
})

test('fails when staging is not there', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await t.target.dropStaging(request.staging)
  await expect(t.target.publish(request)).rejects.toThrow(StagingLostError)
})
