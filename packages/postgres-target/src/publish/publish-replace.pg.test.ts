import {
  MassDeleteRefusedError,
  StagingLostError,
  TargetBusyError,
  TargetWriteError,
} from '@hourglass/contracts/errors'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { manyRows, settings } from '../../test/answers.ts'
import { load, publishRows } from '../../test/extracts.ts'
import { gateAtWrite } from '../../test/gate.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

type Keys = readonly (readonly string[])[]

const ids = async (t: TestTarget) =>
  (await t.db.query<{ id: string }>('select id from analytics.settings order by id')).map(({ id }) => Number(id))

test('deletes what is gone, writes what differs, keeps the rest', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(4, 'a')] })
  const answer = await publishRows(t.target, settings, {
    fence: 2,
    parts: [[{ id: 1, note: 'a' }, { id: 2, note: 'B' }, { id: 5 }]],
  })
  expect(answer).toMatchObject({
    counts: { staged: 3, inserted: 1, updated: 1, unchanged: 1, deleted: 2, late: 0 },
  })
  expect(await ids(t)).toEqual([1, 2, 5])
  expect((await t.target.progress([settings])).get(settings.target)).toMatchObject({ watermark: null, lastRows: 3 })
})

test('a repeat deletes and rewrites nothing', async () => {
  await using t = await testTarget()
  const versions = () => t.db.query('select id, xmin::text, xmax::text from analytics.settings order by id')
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(50)] })
  const before = await versions()
  const answer = await publishRows(t.target, settings, { fence: 2, parts: [manyRows(50)] })
  expect(answer).toMatchObject({ counts: { unchanged: 50, inserted: 0, updated: 0, deleted: 0 } })
  expect(await versions()).toEqual(before)
})

test('asks the source about every row to delete and keeps those that are back [case 154]', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(5)] })
  const asked: Keys[] = []
  const recheck = async (keys: Keys) => {
    asked.push(keys)
    return keys.filter(([id]) => id === '4')
  }
  const answer = await publishRows(t.target, settings, { fence: 2, parts: [manyRows(2)], recheck })
  expect(asked.flat(2).sort()).toEqual(['3', '4', '5'])
  expect(answer).toMatchObject({ counts: { deleted: 2 } })
  expect(await ids(t)).toEqual([1, 2, 4])
})

test('asks in batches', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(2500)] })
  const sizes: number[] = []
  const recheck = async (keys: Keys) => {
    sizes.push(keys.length)
    return []
  }
  await publishRows(t.target, settings, { fence: 2, parts: [manyRows(100)], recheck, allowMassDelete: true })
  expect(sizes).toEqual([1000, 1000, 400])
  expect(await ids(t)).toHaveLength(100)
})

test('fails when the source names a key that was not asked', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(2)] })
  const publishing = publishRows(t.target, settings, { fence: 2, parts: [manyRows(1)], recheck: async () => [['02']] })
  await expect(publishing).rejects.toThrow(TargetWriteError)
  expect(await ids(t)).toEqual([1, 2])
})

test('an error of the source passes through and nothing is changed', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(2)] })
  const failure = new TargetWriteError('the source failed')
  const recheck = () => Promise.reject(failure)
  await expect(publishRows(t.target, settings, { fence: 2, parts: [manyRows(1)], recheck })).rejects.toBe(failure)
  expect(await ids(t)).toEqual([1, 2])
})

test('refuses to delete more than 30 % and more than 10 rows, unless allowed', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3000)] })
  const extract = { fence: 2, parts: [manyRows(1900)] }
  const request = await load(t.target, settings, extract)
  await expect(t.target.publish(request)).rejects.toThrow(MassDeleteRefusedError)
  await expect(t.target.publish(request)).rejects.toThrow(/1100 of 3000 live rows.*--allow-mass-delete/)
  expect(await ids(t)).toHaveLength(3000)
  const answer = await t.target.publish({ ...request, allowMassDelete: true })
  expect(answer).toMatchObject({ counts: { deleted: 1100, unchanged: 1900 } })
})

test.for([
  ['few rows of a small table', 30, 20],
  ['a small share of a large table', 6000, 4500],
] as const)('deletes %s', async ([, before, after]) => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(before)] })
  const answer = await publishRows(t.target, settings, { fence: 2, parts: [manyRows(after)] })
  expect(answer).toMatchObject({ counts: { deleted: before - after } })
})

test('refuses to delete nearly all rows of a small table', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(900)] })
  const publishing = publishRows(t.target, settings, { fence: 2, parts: [manyRows(1)] })
  await expect(publishing).rejects.toThrow('899 of 900 live rows')
})

test('refuses to empty a table, however small, unless allowed', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(1)] })
  const request = await load(t.target, settings, { fence: 2, parts: [] })
  await expect(t.target.publish(request)).rejects.toThrow(MassDeleteRefusedError)
  expect(await t.target.publish({ ...request, allowMassDelete: true })).toMatchObject({ counts: { deleted: 1 } })
})

test('staging emptied by a crash is lost staging, not a mass delete', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(2)] })
  const request = await load(t.target, settings, { fence: 2, parts: [manyRows(2)] })
  await t.db.query('truncate hourglass_staging.staging_2')
  await expect(t.target.publish({ ...request, allowMassDelete: true })).rejects.toThrow(StagingLostError)
  expect(await ids(t)).toEqual([1, 2])
})

test('an older extract publishes while rows are checked: refused as busy, the retry is right [case 154]', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3)] })
  const older = await load(t.target, settings, { fence: 2, parts: [[...manyRows(3), { id: 9 }]] })
  let interfered = false
  const recheck = async () => {
    if (!interfered) await t.another().publish(older)
    interfered = true
    return []
  }
  const request = await load(t.target, settings, { fence: 3, parts: [manyRows(2)], recheck })
  await expect(t.target.publish(request)).rejects.toThrow(TargetBusyError)
  expect(await ids(t)).toEqual([1, 2, 3, 9])
  expect(await t.target.publish(request)).toMatchObject({ counts: { deleted: 2 } })
  expect(await ids(t)).toEqual([1, 2])
})

test('a newer extract publishes while rows are checked: superseded, nothing is deleted', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3)] })
  const newer = await load(t.target, settings, { fence: 3, parts: [manyRows(3)] })
  const recheck = async () => {
    await t.another().publish(newer)
    return []
  }
  const request = await load(t.target, settings, { fence: 2, parts: [manyRows(1)], recheck })
  expect(await t.target.publish(request)).toMatchObject({ result: 'superseded' })
  expect(await ids(t)).toEqual([1, 2, 3])
})

test('the same publish collects anew while the first one checks: refused as busy', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3)] })
  const request = await load(t.target, settings, { fence: 2, parts: [manyRows(2)] })
  const stopped = new TargetWriteError('stopped after collecting')
  const first = t.target.publish({
    ...request,
    recheck: async () => {
      await t
        .another()
        .publish({ ...request, recheck: () => Promise.reject(stopped) })
        .catch(() => undefined)
      return [['3']]
    },
  })
  await expect(first).rejects.toThrow(TargetBusyError)
  expect(await ids(t)).toEqual([1, 2, 3])
})

test('the same publish is invoked twice and the second one finishes first: both answer alike', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3)] })
  const request = await load(t.target, settings, { fence: 2, parts: [manyRows(2)] })
  const second: unknown[] = []
  const first = await t.target.publish({
    ...request,
    recheck: async () => {
      second.push(await t.another().publish(request))
      return []
    },
  })
  expect(first).toMatchObject({ result: 'published', counts: { deleted: 1 } })
  expect(second).toEqual([first])
  expect(await ids(t)).toEqual([1, 2])
})

test('a reader with an older snapshot sees neither an empty nor a mixed table [case 127]', async () => {
  await using t = await testTarget({ lockSeconds: 20 })
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(100, 'old')] })
  const request = await load(t.target, settings, { fence: 2, parts: [manyRows(80, 'new')] })
  const seen = async (reader: Client) =>
    (await reader.query('select note, count(*)::integer as rows from analytics.settings group by note')).rows
  const [old, fresh] = [new Client(t.db.url), new Client(t.db.url)]
  await Promise.all([old.connect(), fresh.connect()])
  try {
    await old.query('begin isolation level repeatable read')
    expect(await seen(old)).toEqual([{ note: 'old', rows: 100 }])
    const gate = await gateAtWrite(t.db, 'analytics.settings')
    const publishing = t.target.publish(request)
    await gate.reached()
    expect(await seen(fresh)).toEqual([{ note: 'old', rows: 100 }])
    await gate.open()
    await publishing
    expect(await seen(old)).toEqual([{ note: 'old', rows: 100 }])
    expect(await seen(fresh)).toEqual([{ note: 'new', rows: 80 }])
  } finally {
    await Promise.all([old.end(), fresh.end()])
  }
})

test('a unique value moves from a deleted row to a new one [case 153]', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'a@x' },
        { id: 2, note: 'b@x' },
      ],
    ],
  })
  await t.db.query('create unique index settings_note on analytics.settings (note)')
  const answer = await publishRows(t.target, settings, {
    fence: 2,
    parts: [
      [
        { id: 2, note: 'b@x' },
        { id: 3, note: 'a@x' },
      ],
    ],
  })
  expect(answer).toMatchObject({ counts: { inserted: 1, unchanged: 1, deleted: 1 } })
})

test('nothing of the candidates stays behind', async () => {
  await using t = await testTarget()
  await publishRows(t.target, settings, { fence: 1, parts: [manyRows(3)] })
  await publishRows(t.target, settings, { fence: 2, parts: [manyRows(2)] })
  expect(
    await t.db.query(`select relname from pg_class where relnamespace = 'hourglass_staging'::regnamespace`),
  ).toEqual([])
})
