import { TargetTableChangedError } from '@hourglass/contracts/errors'
import { silentLogger } from '@hourglass/core/logger'
import { expect, test } from 'vitest'
import { answers, manyRows } from '../../test/answers.ts'
import { load, publishRows } from '../../test/extracts.ts'
import { testTarget, type TestTarget } from '../../test/target.ts'

const versions = (t: TestTarget) =>
  t.db.query<{ id: string; xmin: string; ctid: string; locked: string }>(
    'select id, xmin::text, ctid::text, xmax::text as locked from analytics.answers order by id',
  )

test('inserts, updates what differs and leaves the rest; the counts add up [case 5]', async () => {
  await using t = await testTarget()
  const first = await publishRows(t.target, answers, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'a' },
        { id: 2, note: 'b' },
      ],
      [{ id: 3, note: 'c' }],
    ],
  })
  expect(first).toMatchObject({ result: 'published', counts: { staged: 3, inserted: 3, updated: 0, unchanged: 0 } })

  const second = await publishRows(t.target, answers, {
    fence: 2,
    lower: '2026-11-23 09:50:00.000000',
    bound: '2026-11-23 11:00:00.000000',
    parts: [
      [
        { id: 1, note: 'a' },
        { id: 2, note: 'B' },
        { id: 4, note: 'd' },
      ],
    ],
  })
  expect(second).toMatchObject({
    counts: { staged: 3, inserted: 1, updated: 1, unchanged: 1, deduplicated: 0, deleted: 0 },
  })
  expect(await t.db.query('select id, note from analytics.answers order by id')).toEqual([
    { id: '1', note: 'a' },
    { id: '2', note: 'B' },
    { id: '3', note: 'c' },
    { id: '4', note: 'd' },
  ])
  const progress = await t.target.progress([answers])
  expect(progress.get('analytics.answers')).toEqual({
    watermark: '2026-11-23 11:00:00.000000',
    lastPublishedFence: 2,
    lastRows: 3,
    lookups: null,
  })
})

test('a repeat rewrites no row and locks none [case 136]', async () => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, parts: [manyRows(500)] })
  const before = await versions(t)
  const again = await publishRows(t.target, answers, { fence: 2, parts: [manyRows(500)] })
  expect(again).toMatchObject({ counts: { staged: 500, inserted: 0, updated: 0, unchanged: 500 } })
  const after = await versions(t)
  expect(after).toEqual(before)
  expect(new Set(after.map(({ locked }) => locked))).toEqual(new Set(['0']))
})

test.for([
  ['null to a value', { note: null }, { note: '' }],
  ['a value to null', { score: '1.50' }, { score: null }],
  ['a number of equal value in jsonb that prints differently', { body: '{"a":1}' }, { body: '{"a":1.0}' }],
  ['jsonb null to no value', { body: 'null' }, { body: null }],
  ['only the cursor', { at: '2026-11-23 09:00:00.000000' }, { at: '2026-11-23 09:00:00.000001' }],
] as const)('sees a difference: %s', async ([, before, after]) => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, parts: [[{ id: 1, ...before }]] })
  const answer = await publishRows(t.target, answers, { fence: 2, parts: [[{ id: 1, ...after }]] })
  expect(answer).toMatchObject({ counts: { inserted: 0, updated: 1, unchanged: 0 } })
  const again = await publishRows(t.target, answers, { fence: 3, parts: [[{ id: 1, ...after }]] })
  expect(again).toMatchObject({ counts: { updated: 0, unchanged: 1 } })
})

test('keeps the row with the latest cursor of each key [case 45, 131]', async () => {
  await using t = await testTarget()
  const answer = await publishRows(t.target, answers, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'older', at: '2026-11-23 09:00:00.000001' },
        { id: 2, note: 'only' },
        { id: 3, note: 'latest', at: '2026-11-23 09:00:02.000000' },
      ],
      [
        { id: 1, note: 'latest', at: '2026-11-23 09:00:00.000002' },
        { id: 3, note: 'older', at: '2026-11-23 09:00:01.000000' },
        { id: 3, note: 'oldest', at: '2026-11-23 09:00:00.000000' },
      ],
    ],
  })
  expect(answer).toMatchObject({ counts: { staged: 6, inserted: 3, deduplicated: 3, unchanged: 0 } })
  expect(await t.db.query('select note from analytics.answers order by id')).toEqual([
    { note: 'latest' },
    { note: 'only' },
    { note: 'latest' },
  ])
})

test('rows with the same key and cursor: the choice does not depend on the order of loading', async () => {
  const chosen = async (notes: readonly string[]) => {
    await using t = await testTarget()
    const parts = notes.map((note) => [{ id: 1, note }])
    expect(await publishRows(t.target, answers, { fence: 1, parts })).toMatchObject({ counts: { deduplicated: 2 } })
    return await t.db.query('select note from analytics.answers')
  }
  expect(await chosen(['x', 'y', 'z'])).toEqual(await chosen(['z', 'x', 'y']))
})

test('counts late rows: new or changed, with a cursor before the watermark', async () => {
  await using t = await testTarget()
  const bound = '2026-11-23 10:00:00.000000'
  await publishRows(t.target, answers, { fence: 1, bound, parts: [[{ id: 1, at: '2026-11-23 09:58:00.000000' }]] })
  const answer = await publishRows(t.target, answers, {
    fence: 2,
    lower: '2026-11-23 09:50:00.000000',
    bound: '2026-11-23 11:00:00.000000',
    parts: [
      [
        { id: 1, at: '2026-11-23 09:58:00.000000' }, // read again, known
        { id: 2, at: '2026-11-23 09:59:00.000000' }, // late
        { id: 3, at: '2026-11-23 09:57:29.500000' }, // late, by 150.5 s
        { id: 4, at: bound }, // at the watermark is in time
      ],
    ],
  })
  expect(answer).toMatchObject({ counts: { inserted: 3, unchanged: 1, late: 2, latestLateSeconds: 150.5 } })
})

test('the first publish has no late rows', async () => {
  await using t = await testTarget()
  const answer = await publishRows(t.target, answers, { fence: 1, parts: [[{ id: 1, at: '1999-01-01 00:00:00' }]] })
  expect(answer).toMatchObject({ counts: { late: 0, latestLateSeconds: 0 } })
})

test('an empty extract publishes: nothing changes but the watermark [case 25]', async () => {
  await using t = await testTarget()
  const answer = await publishRows(t.target, answers, { fence: 1, parts: [] })
  expect(answer).toMatchObject({ result: 'published', counts: { staged: 0 } })
})

test('the watermark never moves back (invariant I5)', async () => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, bound: '2026-11-23 10:00:00.000000', parts: [] })
  await publishRows(t.target, answers, { fence: 2, bound: '2026-11-23 08:00:00.000000', parts: [] })
  const state = (await t.target.progress([answers])).get('analytics.answers')
  expect(state).toMatchObject({ watermark: '2026-11-23 10:00:00.000000', lastPublishedFence: 2 })
})

test('a live table whose columns stand in another order gets every value in its own column [case 92]', async () => {
  await using t = await testTarget()
  await t.db.query('create schema analytics')
  await t.db.query(`create table analytics.answers (
    note text, body jsonb, team text, id bigint primary key, score numeric(4,2), updated_at timestamp(6) not null
  )`)
  const row = { id: 1, score: '9.50', body: '{"a": 1}', note: 'words' }
  await publishRows(t.target, answers, { fence: 1, parts: [[row]] })
  await publishRows(t.target, answers, { fence: 2, parts: [[{ ...row, note: 'other words' }, { id: 2 }]] })
  expect(await t.db.query('select id, score, body::text, note, team from analytics.answers order by id')).toEqual([
    { ...row, id: '1', note: 'other words', team: null },
    { id: '2', score: null, body: null, note: null, team: null },
  ])
})

test('counts inserts and updates of a partitioned table too', async () => {
  await using t = await testTarget()
  await t.db.query('create schema analytics')
  await t.db.query(`create table analytics.answers (
    id bigint primary key, updated_at timestamp(6) not null, score numeric(4,2), body jsonb, note text
  ) partition by range (id)`)
  await t.db.query('create table analytics.low partition of analytics.answers for values from (0) to (100)')
  await t.db.query('create table analytics.high partition of analytics.answers default')
  await publishRows(t.target, answers, { fence: 1, parts: [[{ id: 1 }, { id: 200 }]] })
  const answer = await publishRows(t.target, answers, {
    fence: 2,
    parts: [[{ id: 1, note: 'x' }, { id: 200 }, { id: 300 }]],
  })
  expect(answer).toMatchObject({ counts: { inserted: 1, updated: 1, unchanged: 1 } })
})

test('view, grant, index, comment and the column of the team survive (invariant I7) [case 125]', async () => {
  await using t = await testTarget()
  await publishRows(t.target, answers, { fence: 1, parts: [[{ id: 1, note: 'a' }]] })
  const oid = await t.db.query(`select 'analytics.answers'::regclass::oid`)
  await t.db.query('create view analytics.notes as select id, note from analytics.answers')
  await t.db.query('create index answers_note on analytics.answers (note)')
  await t.db.query('grant select on analytics.answers to public')
  await t.db.query(`alter table analytics.answers add column flagged boolean default true`)
  await publishRows(t.target, answers, {
    fence: 2,
    parts: [
      [
        { id: 1, note: 'b' },
        { id: 2, note: 'c' },
      ],
    ],
  })
  expect(await t.db.query('select note from analytics.notes order by id')).toEqual([{ note: 'b' }, { note: 'c' }])
  expect(await t.db.query('select flagged from analytics.answers')).toEqual([{ flagged: true }, { flagged: true }])
  expect(await t.db.query(`select 'analytics.answers'::regclass::oid`)).toEqual(oid)
  expect(
    await t.db.query(`select has_table_privilege('public', 'analytics.answers', 'select') as granted,
      to_regclass('analytics.answers_note') is not null as indexed,
      obj_description('analytics.answers'::regclass) as comment`),
  ).toEqual([{ granted: true, indexed: true, comment: 'One row per answer.' }])
})

test('afterwards staging and its ledger rows are gone and the lease is free', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await t.target.leaseTable(answers, { run: request.run, seconds: 60 })
  await t.target.publish(request)
  expect(await t.db.query('select * from hourglass.loaded_parts')).toEqual([])
  expect(
    await t.db.query(`select relname from pg_class where relnamespace = 'hourglass_staging'::regnamespace`),
  ).toEqual([])
  expect(await t.target.leaseTable(answers, { run: 'other', seconds: 60 })).toEqual({ held: true })
})

test('what fails in cleaning up does not turn the answer around', async () => {
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (_: unknown, message: string) => void warnings.push(message) }
  await using t = await testTarget({ logger })
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await t.target.leaseTable(answers, { run: request.run, seconds: 60 })
  await t.db.query('create view public.looks_at_staging as select id from hourglass_staging.staging_1')
  expect(await t.target.publish(request)).toMatchObject({ result: 'published', counts: { inserted: 1 } })
  expect(warnings).toEqual([expect.stringContaining('cleaning up after it failed')])
  expect(await t.target.leaseTable(answers, { run: 'other', seconds: 60 })).toEqual({ held: true })
})

test('fails when the live table lost a column since it was checked', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  await t.db.query('alter table analytics.answers drop column note')
  await expect(t.target.publish(request)).rejects.toThrow(TargetTableChangedError)
})

test('fails when a row breaks a constraint of the team, naming it and no value', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'ada@x' },
        { id: 2, note: 'ada@x' },
      ],
    ],
  })
  await t.db.query('create unique index answers_note on analytics.answers (note)')
  const error = await t.target.publish(request).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'TargetWriteError', fields: { constraint: 'answers_note' } })
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('ada@x')
})

test('fails instead of taking rows that a policy hides for absent ones', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, { fence: 1, parts: [[{ id: 1 }]] })
  const role = `${t.db.name}_writer`
  await t.db.query(`create role ${role} login password 'writer'`)
  try {
    for (const schema of ['hourglass', 'hourglass_staging', 'analytics']) {
      await t.db.query(`grant usage on schema ${schema} to ${role}`)
      await t.db.query(`grant all on all tables in schema ${schema} to ${role}`)
    }
    await t.db.query('alter table analytics.answers enable row level security')
    const writer = t.another({ credentials: { user: role, password: 'writer' } })
    await expect(writer.publish(request)).rejects.toThrow(/row-level security/)
  } finally {
    await t.db.query(`drop owned by ${role}`)
    await t.db.query(`drop role ${role}`)
  }
})

test('fails when one snapshot holds a key twice: keeping one of the rows would lose the other', async () => {
  await using t = await testTarget()
  const request = await load(t.target, answers, {
    fence: 1,
    parts: [
      [
        { id: 1, note: 'a' },
        { id: 1, note: 'b' },
      ],
    ],
  })
  const publishing = t.target.publish({ ...request, manifest: { ...request.manifest, chunks: 1 } })
  await expect(publishing).rejects.toThrow('2 rows have only 1 different keys (id), all read in one snapshot')
  expect(await t.db.query('select * from analytics.answers')).toEqual([])
})
