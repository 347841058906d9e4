import { surveys } from '@hourglass/candidate-experience/tables/surveys'
import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { ModelSqlError, UnknownTableError } from '@hourglass/contracts/errors'
import type { BuildModelInput } from '@hourglass/contracts/steps'
import { systemClock } from '@hourglass/core/clock'
import { silentLogger } from '@hourglass/core/logger'
import { buildModel } from '@hourglass/pipeline/build-model'
import { expect, test } from 'vitest'
import { modelWorld, type ModelWorld } from '../test/model-inputs.ts'

/* What a build does besides building: leases, staging, and what it tells. */

const SQL = 'select id, title, updated_at from analytics.surveys where :since is null or updated_at >= :since'

const titles = (sql = SQL) =>
  defineModel({
    target: 'analytics.titles',
    doc: 'One row per survey.',
    owner: 'surveys',
    columns: {
      id: col.bigint({ doc: 'The survey.' }),
      title: col.text({ doc: 'Its title.' }),
      updated_at: col.timestamptz({ doc: 'When it changed.' }),
    },
    primaryKey: ['id'],
    inputs: [surveys],
    sql,
    load: { mode: 'merge', cursor: 'updated_at' },
  })

const input: BuildModelInput = {
  run: 'mine',
  table: 'analytics.titles',
  mode: 'incremental',
  attempt: 1,
  allowMassDelete: false,
  waitsFor: ['analytics.surveys'],
}

const build = ({ target }: ModelWorld, model = titles(), changes: Partial<BuildModelInput> = {}) =>
  buildModel({ target, models: [model], clock: systemClock, logger: silentLogger }, { ...input, ...changes })

const leftovers = ({ db }: ModelWorld) =>
  db.query(`select tablename as left from pg_tables where schemaname = 'hourglass_staging'
    union all select target from hourglass.table_leases where run is not null
    union all select staging from hourglass.loaded_parts`)

test('says what it was made of, and leaves neither lease nor staging', async () => {
  await using world = await modelWorld()
  await world.publish('analytics.surveys', [{ id: 1, updated_at: '2026-11-01 00:00:00' }])
  expect(await build(world)).toMatchObject({
    result: 'published',
    mode: 'model merge',
    // The surveys were published by another run than the one that asks.
    reason: 'the latest rows of analytics.surveys are not included, because this run has not published them',
    boundBy: 'the lowest watermark of its inputs; first build',
    window: { lower: null, bound: '2026-11-23 12:00:00.000000' },
    rowsRead: 1,
  })
  expect(await leftovers(world)).toEqual([])
})

test('a build that fails leaves neither lease nor staging, and the next one starts anew', async () => {
  await using world = await modelWorld()
  await world.publish('analytics.surveys', [{ id: 1, updated_at: '2026-11-01 00:00:00' }])
  const twice = titles(SQL.replace('from analytics.surveys', 'from analytics.surveys cross join generate_series(1, 2)'))
  await expect(build(world, twice)).rejects.toThrow(ModelSqlError)
  expect(await leftovers(world)).toEqual([])
  expect(await build(world)).toMatchObject({ result: 'published' })
})

test('a model that another run works on is left to it', async () => {
  await using world = await modelWorld()
  await world.target.leaseTable(titles(), { run: 'theirs', seconds: 60 })
  expect(await build(world)).toMatchObject({
    result: 'skipped',
    reason: expect.stringContaining('another run, theirs, works on it'),
    window: { bound: null },
  })
})

test('a model waits for an input that was never published, and is not taken for complete meanwhile', async () => {
  await using world = await modelWorld()
  await world.db.query("delete from hourglass.table_state where target = 'analytics.surveys'")
  expect(await build(world)).toMatchObject({
    result: 'skipped',
    reason: 'not published yet: analytics.surveys',
    window: { bound: null },
  })
  const progress = await world.target.progress([titles()])
  expect(progress.get('analytics.titles')).toMatchObject({ lastPublishedFence: 0 })
  expect(await leftovers(world)).toEqual([])
})

test('with nothing new only the watermark moves', async () => {
  await using world = await modelWorld()
  await build(world)
  expect(await build(world)).toMatchObject({
    result: 'skipped',
    window: { bound: '2026-11-23 12:00:00.000000' },
    counts: null,
  })
})

test('fails when the catalog has no such model', async () => {
  await using world = await modelWorld()
  await expect(build(world, titles(), { table: 'analytics.gone' })).rejects.toThrow(UnknownTableError)
})
