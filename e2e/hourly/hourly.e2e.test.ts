import { retryTable } from '@hourglass/cloud/retry'
import { waitForTable } from '@hourglass/cli/commands/retry'
import { measureRun } from '@hourglass/cloud/cost/measure-run'
import { readStacks } from '@hourglass/cloud/cost/stacks'
import { stacksIn } from '@hourglass/local/synth'
import { compareAll } from '@hourglass/verify/compare-all'
import { catalog } from '@hourglass/candidate-experience/catalog'
import { models } from '@hourglass/candidate-experience/models'
import { changeDemoData } from '@hourglass/candidate-experience/data/change'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowVersions } from '../support/row-versions.ts'
import { synthesizedOnce } from '../support/shared.ts'
import { fillDemo } from '../support/source.ts'
import { outcomeOf, tableOf, type TestLocal, testLocal } from '../support/test-local.ts'

/*
 * Two hours of the demo's data through the synthesized machines and bundles. The tests build on one another, in order:
 * starting the cloud takes longer than all of them.
 */

const RESPONSES = 'analytics.survey_responses'
let cloud: TestLocal

beforeAll(async () => {
  cloud = await testLocal()
  await fillDemo(cloud.mysql)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

async function expectEqual(): Promise<void> {
  const comparisons = await compareAll(cloud.local, catalog)
  expect(comparisons).toHaveLength(catalog.length)
  expect(comparisons.filter(({ differing }) => differing > 0)).toEqual([])
  expect(comparisons.reduce((sum, { sourceRows }) => sum + sourceRows, 0)).toBeGreaterThan(9_000)
}

test('the first hour brings every table over, value by value', async () => {
  const progress = await cloud.run()
  expect(progress.tables.filter(({ status }) => status !== 'done')).toEqual([])
  expect(progress.run.status).toBe('SUCCEEDED')
  await expectEqual()
})

test('what that run cost is measured: every invocation, as Lambda bills it, and every object that it left', async () => {
  const stacks = readStacks(stacksIn(await synthesizedOnce()))
  const usage = await measureRun(cloud.local.cloud, stacks, undefined)
  const { functions, s3Bytes } = cloud.local.aws.stats()
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const billed = Object.values(functions)
  const measured = Object.values(usage.functions)
  expect(sum(measured.map(({ requests }) => requests))).toBe(sum(billed.map(({ invocations }) => invocations)))
  expect(sum(measured.map(({ gbSeconds }) => gbSeconds))).toBeCloseTo(
    sum(billed.map((each) => each.gigabyteSeconds)),
    6,
  )
  expect(usage.objects.bytes).toBe(s3Bytes)
  // The run, and for each table and model a child of a Map and its own execution.
  expect(usage.stepFunctions.executions).toBe(1 + 2 * (catalog.length + models.length))
  expect(usage.logBytes).toBeGreaterThan(100 * usage.stepFunctions.executions)
})

test('each table conserves its rows: read = quarantined + inserted + updated + unchanged + deduplicated', async () => {
  const progress = await cloud.run({ mode: 'full' })
  for (const { table } of progress.tables) {
    const { counts, rowsRead, rowsQuarantined } = outcomeOf(progress, table)
    if (!counts) continue
    expect(rowsRead).toBe(counts.staged + rowsQuarantined)
    expect(counts.staged).toBe(
      counts.inserted + counts.updated + counts.unchanged + counts.deduplicated + counts.quarantined,
    )
  }
})

test('a repeated full run rewrites no row', async () => {
  const all = [...catalog, ...models]
  const before = await rowVersions(cloud.postgres, all)
  const progress = await cloud.run({ mode: 'full' })
  expect(progress.run.status).toBe('SUCCEEDED')
  expect(await rowVersions(cloud.postgres, all)).toEqual(before)
})

test('an hour later only what changed is written, and both sides are equal again', async () => {
  const connection = await createConnection(cloud.mysql.url)
  await changeDemoData({ connection })
  await connection.end()
  const progress = await cloud.run()
  expect(progress.run.status).toBe('SUCCEEDED')
  const { counts, rowsRead, window } = outcomeOf(progress, 'analytics.answers')
  expect(window.lower).not.toBeNull()
  expect(counts?.inserted).toBeGreaterThan(0)
  expect(counts?.updated).toBeGreaterThan(0)
  const [all] = await cloud.mysql.query<{ n: string }>('select count(*) as n from answers')
  expect(rowsRead).toBeLessThan(Number(all?.n))
  await expectEqual()
})

test('a table that changed under the catalog fails alone, and its live rows stay as they are [case 94, 142]', async () => {
  const [before] = await rowsOf()
  await cloud.mysql.query('alter table survey_responses rename column score to rating')
  await cloud.mysql.query("update answers set body = 'changed' order by id limit 5")
  const progress = await cloud.run()

  expect(progress.run).toMatchObject({ status: 'FAILED', error: 'TablesFailed' })
  expect(progress.tables.filter(({ status }) => status === 'failed').map(({ table }) => table)).toEqual([RESPONSES])
  expect(outcomeOf(progress, 'analytics.answers').counts).toMatchObject({ updated: 5 })
  const failed = tableOf(progress, RESPONSES)
  expect(failed.execution?.error).toBe('SourceTableChangedError')
  expect(failed.execution?.cause).toContain('score')
  expect(await rowsOf()).toEqual([before])
})

test('retry repairs that table alone, by redriving its own execution', async () => {
  const others = catalog.filter(({ target }) => target !== RESPONSES)
  const before = await rowVersions(cloud.postgres, others)
  await cloud.mysql.query('alter table survey_responses rename column rating to score')
  const retried = await retryTable(cloud.local.cloud, RESPONSES, undefined)
  const ended = await waitForTable(cloud.local.cloud, retried)

  expect(retried.how).toBe('redrive')
  expect(ended.outcome?.result).toMatch(/published|skipped/)
  expect(await rowVersions(cloud.postgres, others)).toEqual(before)
  await expectEqual()
})

async function rowsOf() {
  return cloud.postgres.query(`select count(*) as n, max(updated_at) as latest from ${RESPONSES}`)
}
