import { expect, test } from 'vitest'
import { answers, companies, jobs, jobsInMysql, tags } from '../../test/tables.ts'
import { inputFor, NINE, notes, planOf, syncTable, TEN, world, type World } from '../../test/world.ts'
import { planTable } from './plan-table.ts'

const plan = (deps: World, changes = {}, table = answers) => planTable(deps, inputFor(table, changes))
const windowOf = async (deps: World, changes = {}, table = answers) => {
  await plan(deps, changes, table)
  return (await planOf(deps, inputFor(table, changes))).window
}
/** A table that was published up to nine o'clock, and a source that is now complete up to ten. */
async function published(): Promise<World> {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  await syncTable(deps, inputFor(answers, { run: 'r0' }))
  deps.bound = { at: TEN, by: 'the source clock less 2 s' }
  deps.database.write(answers, notes(['new'], '2026-11-23 09:30:00', 9))
  return deps
}

test('a first plan reads everything in chunks, and gives the state that every later step returns', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a', 'b', 'c', 'd']))
  expect(await plan(deps)).toMatchInlineSnapshot(`
    {
      "action": "chunks",
      "allowMassDelete": false,
      "attempt": 1,
      "chunkConcurrency": 1,
      "chunks": {
        "bucket": "memory",
        "key": "runs/r1/analytics.answers/chunks.json",
      },
      "fence": 1,
      "itemsPerBatch": {
        "extract": 1,
        "load": 4,
      },
      "manifest": {
        "bucket": "memory",
        "key": "runs/r1/analytics.answers/manifest.json",
      },
      "mode": "incremental",
      "results": {
        "bucket": "memory",
        "extract": "runs/r1/results/analytics.answers/extract",
        "load": "runs/r1/results/analytics.answers/load",
      },
      "run": "r1",
      "staging": "analytics_answers_65de2a02a1ac4bc1",
      "table": "analytics.answers",
    }
  `)
  expect(await planOf(deps, inputFor(answers))).toMatchInlineSnapshot(`
    {
      "boundBy": "the source clock less 2 s",
      "chunks": [
        {
          "id": "c00001",
          "lower": null,
          "upper": "4",
        },
        {
          "id": "c00002",
          "lower": "4",
          "upper": null,
        },
      ],
      "fence": 1,
      "mode": "incremental",
      "plannedAt": "2026-11-23T09:00:30.000Z",
      "run": "r1",
      "schemaHash": "253eef2c80d249041a470b3d86f4a89dc6da181092365baf5aa4068ac28d929c",
      "table": "analytics.answers",
      "window": {
        "bound": "2026-11-23 09:00:00.000000",
        "lower": null,
      },
    }
  `)
  expect(deps.target.leases.holderOf('analytics.answers')).toBe('r1')
  expect(deps.logs).toEqual([['info: table planned', { run: 'r1', table: 'analytics.answers', fence: 1, chunks: 2 }]])
})

test('the window starts an overlap before the watermark; the bound is what the source says', async () => {
  const deps = await published()
  expect(await windowOf(deps)).toEqual({ lower: '2026-11-23 08:50:00.000000', bound: TEN })
  expect((await planOf(deps, inputFor(answers))).boundBy).toBe('the source clock less 2 s')
})

test('a full run reads everything again', async () => {
  expect(await windowOf(await published(), { mode: 'full' })).toEqual({ lower: null, bound: TEN })
})

test('without a safe bound the old watermark stays', async () => {
  const deps = await published()
  deps.bound = { at: null, by: 'a prepared transaction' }
  expect(await windowOf(deps)).toEqual({ lower: '2026-11-23 08:50:00.000000', bound: NINE })
})

test('a bound that is not sure is a weakening, with what restores it', async () => {
  const weakened = { reason: 'open transactions are not visible', cure: 'GRANT PROCESS' }
  const deps = await published()
  deps.bound = { at: TEN, by: 'the source clock less 2 s', weakened }
  await windowOf(deps)
  expect((await planOf(deps, inputFor(answers))).weakenings).toEqual([{ kind: 'bound', ...weakened }])
  const blind = await published()
  blind.bound = { at: null, by: 'a prepared transaction' }
  await windowOf(blind)
  expect((await planOf(blind, inputFor(answers))).weakenings).toMatchObject([
    { kind: 'bound', reason: 'the watermark stands still: a prepared transaction' },
  ])
})

test('a table without a cursor is read as a whole, in one chunk, and no bound is observed for it', async () => {
  const deps = world()
  const source = { ...deps.source, observeBound: () => Promise.reject(new Error('not to be asked')) }
  const state = await planTable({ ...deps, source }, inputFor(tags))
  expect(state).toMatchObject({ action: 'one-chunk' })
  expect(await planOf(deps, inputFor(tags))).toMatchObject({
    window: { lower: null, bound: null },
    boundBy: 'one snapshot',
    chunks: [{ id: 'c00001', lower: null, upper: null }],
  })
})

test('a window without rows moves the watermark only', async () => {
  const deps = world()
  expect(await plan(deps)).toEqual({
    action: 'skip',
    outcome: {
      run: 'r1',
      table: 'analytics.answers',
      result: 'skipped',
      reason: 'nothing new since the watermark',
      skipped: 'nothing new',
      mode: 'merge',
      window: { lower: null, bound: NINE },
      boundBy: 'the source clock less 2 s',
      chunks: 0,
      rowsRead: 0,
      rowsQuarantined: 0,
      bytes: 0,
      counts: null,
      conversions: {},
      seconds: 0,
    },
  })
  expect((await deps.target.progress([answers])).get(answers.target)).toMatchObject({ watermark: NINE })
  expect(deps.target.leases.holderOf(answers.target)).toBeNull()
  expect(deps.store.keys()).toEqual([])
})

test('a window without rows that a later extract has covered is superseded', async () => {
  const deps = world()
  const target = {
    ...deps.target,
    advance: async () => ({ result: 'superseded', reason: 'a later extract is published' }) as const,
  }
  expect(await planTable({ ...deps, target }, inputFor(answers))).toMatchObject({
    action: 'skip',
    outcome: { result: 'superseded', reason: 'a later extract is published', window: { bound: NINE } },
  })
})

test('the fence of a plan is taken before its bound is observed, so a later plan never publishes an earlier bound', async () => {
  const deps = world()
  const calls: string[] = []
  const source = {
    ...deps.source,
    observeBound: async () => {
      calls.push('bound')
      return deps.source.observeBound()
    },
  }
  const target = {
    ...deps.target,
    nextFence: async (table: typeof answers) => {
      calls.push('fence')
      return deps.target.nextFence(table)
    },
  }
  await planTable({ ...deps, source, target }, inputFor(answers))
  expect(calls).toEqual(['fence', 'bound'])
})

test('a table that another run works on is left to it', async () => {
  const deps = world()
  await deps.target.leaseTable(answers, { run: 'r0', seconds: 60 })
  expect(await plan(deps)).toMatchObject({
    action: 'skip',
    outcome: {
      result: 'skipped',
      reason: 'another run, r0, works on it until 2026-11-23T09:01:30.000Z',
      window: { lower: null, bound: null },
      boundBy: '',
    },
  })
  expect(deps.store.keys()).toEqual([])
  expect(deps.logs).toMatchObject([['info: table skipped', { run: 'r1', table: 'analytics.answers' }]])
})

test('the lease holds for five minutes without renewal', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  await plan(deps)
  deps.time.now = new Date(deps.time.now.getTime() + 299_000)
  expect(await plan(deps, { run: 'r2' })).toMatchObject({ action: 'skip' })
  deps.time.now = new Date(deps.time.now.getTime() + 1_000)
  expect(await plan(deps, { run: 'r2' })).toMatchObject({ action: 'one-chunk' })
})

test('a later attempt adopts the plan: fence, window and chunks stay, staging is its own', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const first = await plan(deps)
  const before = await planOf(deps, inputFor(answers))
  deps.bound = { at: TEN, by: 'later' }
  deps.database.write(answers, notes(['b', 'c', 'd'], undefined, 7))
  const second = await plan(deps, { attempt: 2 })
  expect(await planOf(deps, inputFor(answers))).toEqual(before)
  expect([first, second]).toMatchObject([{ fence: 1 }, { fence: 1, action: 'one-chunk', attempt: 2 }])
  expect(second).not.toMatchObject({ staging: 'staging' in first ? first.staging : '' })
  expect(deps.logs[1]).toEqual([
    'info: adopted the plan of an earlier attempt',
    { run: 'r1', table: 'analytics.answers', fence: 1 },
  ])
})

test('of two invocations at once, both work on the plan that was written first', async () => {
  const deps = world()
  deps.database.write(answers, notes(['a']))
  const store = { ...deps.store, findJson: async () => null }
  await plan(deps)
  expect(await planTable({ ...deps, store }, inputFor(answers))).toMatchObject({ fence: 1 })
})

test('fails when the MySQL table is gone, or is not what the catalog says, naming every difference', async () => {
  const deps = world()
  deps.database.alter(answers, (columns) =>
    columns.filter(({ name }) => name !== 'note').map((column) => ({ ...column, nullable: true })),
  )
  const drift = plan(deps)
  await expect(drift).rejects.toMatchObject({ name: 'SourceTableChangedError' })
  await expect(drift).rejects.toThrow(/table "analytics.answers" has changed in MySQL: .*"id".*; .*"note"/)
  deps.database.drop(answers)
  const gone = plan(deps)
  await expect(gone).rejects.toMatchObject({ name: 'SourceTableChangedError' })
  await expect(gone).rejects.toThrow(
    'table "analytics.answers": there is no table "answers" in the source database; restore it, or remove the table from the catalog',
  )
  expect(deps.store.keys()).toEqual([])
})

test('fails when the live table is not what the catalog says, and when the catalog has no such table', async () => {
  const deps = world()
  await deps.target.ensureTable({ ...tags, target: answers.target })
  await expect(plan(deps)).rejects.toMatchObject({ name: 'TargetTableChangedError' })
  await expect(plan(deps, {}, jobs)).rejects.toMatchObject({ name: 'UnknownTableError' })
})

/** Jobs that look up their company; one job and one company are there. */
function lookingUp(): World {
  const deps = world({ catalog: [companies, jobs] })
  deps.database.write(companies, [{ id: '1', plan: 'trial' }])
  deps.database.write(jobsInMysql, [{ id: '1', updated_at: '2026-11-23 08:30:00' }])
  return deps
}

test('a table that looks up: the plan names what was looked up, written once for the run', async () => {
  const deps = lookingUp()
  await plan(deps, {}, jobs)
  const [ref] = (await planOf(deps, inputFor(jobs))).lookups ?? []
  expect(ref).toMatchObject({ table: 'analytics.companies', rows: 1, leftOut: 0 })
  expect(deps.store.textOf(ref?.key ?? '')).toContain('trial')
  expect(deps.logs[0]).toEqual([
    'info: looked-up table written for this run',
    { run: 'r1', lookup: 'analytics.companies', rows: 1, leftOut: 0 },
  ])
  deps.database.write(companies, [{ id: '1', plan: 'team' }])
  await deps.target.releaseTable(jobs, 'r1')
  const second = lookingUp()
  expect((await plan({ ...second, store: deps.store }, {}, jobs)).action).toBe('one-chunk')
  expect(deps.store.textOf(ref?.key ?? '')).not.toContain('team')
})

test('a looked-up table that has changed: all rows are read again, and the plan says so', async () => {
  const deps = lookingUp()
  const window = { lower: null, bound: NINE }
  await deps.target.advance(jobs, 'r0', await deps.target.nextFence(jobs), null, NINE)
  deps.bound = { at: TEN, by: 'the source clock less 2 s' }
  await plan(deps, {}, jobs)
  const { reread, notes: said, window: planned } = await planOf(deps, inputFor(jobs))
  expect([reread, planned]).toEqual([true, { ...window, bound: TEN }])
  expect(said).toEqual([expect.stringContaining('analytics.companies was not looked up before')])
  expect(deps.logs).toContainEqual([`warn: ${said?.[0]}`, { run: 'r1', table: 'analytics.jobs' }])
})

test('what the report has to know of looked-up rows is told even when nothing is new', async () => {
  const deps = lookingUp()
  deps.database.remove(jobsInMysql, [['1']])
  deps.database.write(companies, [{ id: '2', plan: null }])
  expect(await plan(deps, {}, jobs)).toMatchObject({
    action: 'skip',
    outcome: { notes: [expect.stringContaining('1 rows of analytics.companies could not be read')] },
  })
})

test('fails when a looked-up table is not what the catalog says', async () => {
  const deps = lookingUp()
  deps.database.drop(companies)
  const failure = plan(deps, {}, jobs)
  await expect(failure).rejects.toMatchObject({ name: 'SourceTableChangedError' })
  await expect(failure).rejects.toThrow(
    'looked-up table "analytics.companies": there is no table "companies" in the source database',
  )
})
