import { tablesPlan } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { answers, summary, tags } from '../../test/tables.ts'
import { inputFor, notes, syncTable, world, type World } from '../../test/world.ts'
import { planRun } from './plan-run.ts'

const HOUR = '2026-11-23T09:00:00Z'
const event = (input: object, run = 'r1') => ({
  run,
  executionArn: `arn:${run}`,
  input: { scheduledAt: HOUR, ...input },
})
const lanes = async ({ store }: World, run = 'r1') => {
  const { small, large } = await store.getJson(`runs/${run}/tables.json`, tablesPlan)
  return { small: small.map(({ input }) => input.table), large: large.map(({ input }) => input.table) }
}
const manyTags = (count: number) => Array.from({ length: count }, (_, i) => ({ id: String(i), name: 'tag' }))

test('plans every table and model of the catalog, and says where results and plan are', async () => {
  const deps = world({ models: [summary] })
  expect(await planRun(deps, event({}))).toMatchInlineSnapshot(`
    {
      "maxConcurrency": {
        "large": 2,
        "models": 10,
        "small": 10,
      },
      "results": {
        "bucket": "memory",
        "large": "runs/r1/results/large",
        "models": "runs/r1/results/models",
        "small": "runs/r1/results/small",
      },
      "run": "r1",
      "scheduledAt": "2026-11-23T09:00:00Z",
      "startedAt": "2026-11-23T09:00:30.000Z",
      "tables": {
        "bucket": "memory",
        "key": "runs/r1/tables.json",
      },
      "waves": [
        [
          {
            "execution": "analytics-summary-r1-52545eb9-1",
            "input": {
              "allowMassDelete": false,
              "attempt": 1,
              "mode": "incremental",
              "run": "r1",
              "table": "analytics.summary",
              "waitsFor": [
                "analytics.answers",
              ],
            },
          },
        ],
      ],
    }
  `)
  expect(await deps.store.getJson('runs/r1/tables.json', tablesPlan)).toMatchInlineSnapshot(`
    {
      "large": [],
      "mode": "incremental",
      "run": "r1",
      "scheduledAt": "2026-11-23T09:00:00Z",
      "small": [
        {
          "execution": "analytics-answers-r1-800f3517-1",
          "input": {
            "allowMassDelete": false,
            "attempt": 1,
            "chunkConcurrency": 1,
            "mode": "incremental",
            "run": "r1",
            "table": "analytics.answers",
          },
        },
        {
          "execution": "analytics-tags-r1-6c01fbf5-1",
          "input": {
            "allowMassDelete": false,
            "attempt": 1,
            "chunkConcurrency": 1,
            "mode": "incremental",
            "run": "r1",
            "table": "analytics.tags",
          },
        },
      ],
      "waves": [
        [
          {
            "execution": "analytics-summary-r1-52545eb9-1",
            "input": {
              "allowMassDelete": false,
              "attempt": 1,
              "mode": "incremental",
              "run": "r1",
              "table": "analytics.summary",
              "waitsFor": [
                "analytics.answers",
              ],
            },
          },
        ],
      ],
    }
  `)
  expect(deps.target.leases.stateOf('r1')).toBe('running')
  expect(deps.logs).toEqual([['info: run planned', { run: 'r1', small: 2, large: 0, models: 1, leased: true }]])
})

test('a table that will move more rows than one chunk holds goes to the large lane', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c']))
  await planRun(deps, event({}))
  expect(await lanes(deps)).toEqual({ small: ['analytics.answers', 'analytics.tags'], large: [] })
  deps.database.write(answers, notes(['d'], undefined, 9))
  await planRun(deps, event({}))
  expect(await lanes(deps)).toEqual({ small: ['analytics.tags'], large: ['analytics.answers'] })
})

test('a published table is judged by what its last run moved, unless everything is read again', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd', 'e']))
  await syncTable(deps, inputFor(answers))
  deps.bound = { ...deps.bound, at: '2026-11-23 09:30:00.000000' }
  deps.database.write(answers, notes(['new'], '2026-11-23 09:10:00', 9))
  await syncTable(deps, inputFor(answers, { run: 'r2' }))
  await planRun(deps, event({}, 'r3'))
  expect(await lanes(deps, 'r3')).toMatchObject({ large: [] })
  await planRun(deps, event({ mode: 'full' }, 'r3'))
  expect(await lanes(deps, 'r3')).toMatchObject({ large: ['analytics.answers'] })
})

test('a table without a window is judged by its size, whatever it moved last', async () => {
  const [first, second] = [world({ catalog: [tags] }), world({ catalog: [{ ...tags, split: { by: 'id', rows: 2 } }] })]
  for (const deps of [first, second]) {
    await syncTable(deps, inputFor(tags))
    deps.database.write(tags, manyTags(3))
    await planRun(deps, event({}))
  }
  expect(await lanes(first)).toEqual({ small: ['analytics.tags'], large: [] })
  expect(await lanes(second)).toEqual({ small: [], large: ['analytics.tags'] })
})

test('an item carries mode, concurrency of its lane and whether it may delete much', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  const result = await planRun(deps, event({ mode: 'full', allowMassDelete: ['analytics.tags'] }))
  const { small, large } = await deps.store.getJson('runs/r1/tables.json', tablesPlan)
  expect(large.map(({ input }) => input)).toEqual([
    inputFor(answers, { mode: 'full', chunkConcurrency: 13, allowMassDelete: false }),
  ])
  expect(small.map(({ input }) => input)).toEqual([inputFor(tags, { mode: 'full', allowMassDelete: true })])
  expect(small[0]?.execution).toMatch(/^analytics-tags-r1-.*-1$/)
  expect(result.maxConcurrency).toEqual({ small: 10, large: 2, models: 10 })
})

test('the smaller of both servers decides how many connections a run takes', async () => {
  const deps = world()
  const small = { ...deps.source, maxConnections: async () => 20 }
  const { maxConcurrency } = await planRun({ ...deps, source: small }, event({}))
  expect(maxConcurrency).toEqual({ small: 2, large: 2, models: 2 })
  const { maxConcurrency: other } = await planRun(
    { ...deps, target: { ...deps.target, maxConnections: async () => 20 } },
    event({}),
  )
  expect(other).toEqual({ small: 2, large: 2, models: 2 })
})

test('only the tables asked for, and the models that are made of them', async () => {
  const deps = world({ models: [summary] })
  expect((await planRun(deps, event({ tables: ['analytics.tags'] }))).waves).toEqual([])
  expect(await lanes(deps)).toEqual({ small: ['analytics.tags'], large: [] })
  const { waves } = await planRun(deps, event({ tables: ['analytics.answers'] }))
  expect(waves.flat().map(({ input }) => input)).toMatchObject([
    { table: 'analytics.summary', waitsFor: ['analytics.answers'] },
  ])
})

test('an hour that another run has leaves this one without tables and models, and says who has it', async () => {
  const deps = world({ models: [summary] })
  await planRun(deps, event({}, 'r1'))
  const second = await planRun(deps, event({}, 'r2'))
  expect(second).toMatchObject({
    skipped: `the run of ${HOUR} is already taken by r1`,
    waves: [],
  })
  expect(await lanes(deps, 'r2')).toEqual({ small: [], large: [] })
  expect(deps.logs.at(-1)?.[1]).toMatchObject({ models: 0, leased: false })
  // The hour is the same in another time zone.
  const third = await planRun(deps, { ...event({}, 'r3'), input: { scheduledAt: '2026-11-23T10:00:00+01:00' } })
  expect(third.skipped).toContain('already taken by r1')
})

test.each([
  ['an unknown table', { tables: ['analytics.gone'] }, 'UnknownTableError', '"analytics.gone"'],
  [
    'an unknown table that may delete much',
    { allowMassDelete: ['analytics.gone'] },
    'UnknownTableError',
    'analytics.tags',
  ],
  ['an unknown mode', { mode: 'partial' }, 'InvalidInputError', 'the input of hourly-sync is not valid: mode'],
  ['an unknown field', { table: 'analytics.tags' }, 'InvalidInputError', 'table'],
])('fails before anything is written: %s', async (_, input, name, message) => {
  const deps = world()
  const failure = planRun(deps, event(input))
  await expect(failure).rejects.toMatchObject({ name })
  await expect(failure).rejects.toThrow(message)
  expect(deps.store.keys()).toEqual([])
  expect(deps.target.leases.stateOf('r1')).toBeNull()
})

test('the control schema is there before the lease is asked for', async () => {
  const deps = world()
  const calls: string[] = []
  const target = {
    ...deps.target,
    migrate: async () => void calls.push('migrate'),
    leaseRun: async (...args: Parameters<typeof deps.target.leaseRun>) => {
      calls.push('leaseRun')
      return deps.target.leaseRun(...args)
    },
  }
  await planRun({ ...deps, target }, event({}))
  expect(calls).toEqual(['migrate', 'leaseRun'])
})
