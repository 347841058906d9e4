import { retryTable } from '@hourglass/cloud/retry'
import { waitForTable } from '@hourglass/cli/commands/retry'
import { compareAll } from '@hourglass/verify/compare-all'
import type { RunProgress } from '@hourglass/cloud/progress'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { objectsBelow } from '../support/objects.ts'
import { rowVersions } from '../support/row-versions.ts'
import {
  breakLastChunk,
  changeFirstChunk,
  CHUNKED,
  makeBreakable,
  repairLastChunk,
  SMALL_CHUNKS,
  WHOLE,
} from '../support/small-chunks.ts'
import { fillDemo } from '../support/source.ts'
import { tableOf, type TestLocal, testLocal } from '../support/test-local.ts'

/* One chunk of a table with four cannot be read, so its Map Run fails. A retry moves only what had failed. */

const TABLE = CHUNKED.target
const DAY_MS = 24 * 3600 * 1000
let cloud: TestLocal

beforeAll(async () => {
  cloud = await testLocal({ catalog: SMALL_CHUNKS })
  await fillDemo(cloud.mysql)
  await makeBreakable(cloud.mysql)
})

afterAll(async () => {
  await cloud[Symbol.asyncDispose]()
})

/** A run of both tables in which the last chunk of one fails; then the cause is repaired. */
async function failedRun(): Promise<RunProgress> {
  await breakLastChunk(cloud.mysql)
  await changeFirstChunk(cloud.mysql)
  const progress = await cloud.run({ mode: 'full' })
  await repairLastChunk(cloud.mysql)
  expect(progress.run).toMatchObject({ status: 'FAILED', error: 'TablesFailed' })
  expect(tableOf(progress, WHOLE.target).status).toBe('done')
  expect(tableOf(progress, TABLE)).toMatchObject({
    status: 'failed',
    step: 'Extract',
    children: { step: 'Extract', failed: 1, children: 4, errors: [{ error: 'SourceReadError' }] },
  })
  expect(progress.run.cause).toContain('SourceReadError')
  return progress
}

const objectsOf = ({ run, bucket }: RunProgress) =>
  objectsBelow(cloud, bucket, s3Keys.chunks(run.name, TABLE).replace(/chunks\.json$/, ''))

/** Chunks that a key belongs to: `.../chunks/c00004.json`, `.../parts/c00004-....copy.gz`. */
const chunksOf = (keys: Iterable<string>) =>
  [...new Set([...keys].flatMap((key) => /\/(c\d{5})[-.][^/]*$/.exec(key)?.[1] ?? []))].sort()

async function expectEqual(): Promise<void> {
  const comparisons = await compareAll(cloud.local, [CHUNKED, WHOLE])
  expect(comparisons).toMatchObject([{ differing: 0 }, { differing: 0 }])
  expect(comparisons[0]?.targetRows).toBeGreaterThan(6_000)
}

/** Everything that was there before is there as it was; returns the keys that are new. */
function newKeys(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  expect([...after].filter(([key]) => before.has(key))).toEqual([...before])
  return [...after.keys()].filter((key) => !before.has(key))
}

test('a retry redrives the execution, extracts only the failed chunk, and touches no other table [case 114]', async () => {
  const failed = await failedRun()
  const before = await objectsOf(failed)
  expect(chunksOf(before.keys())).toEqual(['c00001', 'c00002', 'c00003'])
  const others = await rowVersions(cloud.postgres, [WHOLE])
  const [live] = await cloud.postgres.query<{ n: string }>(`select count(*) as n from ${TABLE}`)
  expect(live?.n).toBe('0')

  const retried = await retryTable(cloud.local.cloud, TABLE, failed.run.name)
  const ended = await waitForTable(cloud.local.cloud, retried)

  expect(retried.how).toBe('redrive')
  expect(ended.outcome).toMatchObject({ result: 'published', chunks: 4 })
  expect(chunksOf(newKeys(before, await objectsOf(failed)))).toEqual(['c00004'])
  expect(await rowVersions(cloud.postgres, [WHOLE])).toEqual(others)
  await expectEqual()
})

test('where AWS no longer redrives, a new attempt adopts the plan and uses the finished parts', async () => {
  const failed = await failedRun()
  const before = await objectsOf(failed)
  await cloud.local.aws.clock.advance(15 * DAY_MS)

  const retried = await retryTable(cloud.local.cloud, TABLE, failed.run.name)
  const ended = await waitForTable(cloud.local.cloud, retried)

  expect(retried).toMatchObject({ how: 'new attempt', input: { run: failed.run.name, attempt: 2 } })
  expect(ended.outcome).toMatchObject({ run: failed.run.name, result: 'published', chunks: 4 })
  expect(chunksOf(newKeys(before, await objectsOf(failed)))).toEqual(['c00004'])
  await expectEqual()
})

test('a retry after a later run has published the table answers superseded and changes nothing [case 155]', async () => {
  const failed = await failedRun()
  const later = await cloud.run({ mode: 'full', tables: [TABLE] })
  expect(tableOf(later, TABLE).outcome?.result).toBe('published')
  const before = await rowVersions(cloud.postgres, [CHUNKED])

  const ended = await waitForTable(cloud.local.cloud, await retryTable(cloud.local.cloud, TABLE, failed.run.name))

  expect(ended.outcome).toMatchObject({ result: 'superseded', counts: null })
  expect(ended.outcome?.reason).toContain('a later extract of this table is already published')
  expect(await rowVersions(cloud.postgres, [CHUNKED])).toEqual(before)
  await expectEqual()
})
