import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { defineModels } from '@hourglass/catalog-kit/define-models'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { expect, test } from 'vitest'
import { chooseModels, planWaves } from './plan-models.ts'

const common = {
  doc: 'One row per key.',
  owner: 'insights',
  columns: { id: col.int({ doc: 'Key.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
} as const
const answers = defineTable({ ...common, source: 'answers', target: 'analytics.answers' })
const tags = defineTable({ ...common, source: 'tags', target: 'analytics.tags' })
const model = (target: `${string}.${string}`, inputs: readonly [TargetTable, ...TargetTable[]]) =>
  defineModel({ ...common, target, inputs, sql: 'select 1 as id' })

const context = model('analytics.context', [answers])
const summary = model('analytics.summary', [context, tags])
const labels = model('analytics.labels', [tags])
const models = defineModels([answers, tags], [summary, context, labels])

const chosen = (asked: readonly string[] | undefined, tables: readonly TargetTable[]) =>
  chooseModels(models, asked, tables).map(({ target }) => target)

test('a run of everything builds every model', () => {
  expect(chosen(undefined, [answers, tags])).toEqual(['analytics.context', 'analytics.labels', 'analytics.summary'])
})

test('a run of some tables builds what is made of them, also through other models', () => {
  expect(chosen(['analytics.answers'], [answers])).toEqual(['analytics.context', 'analytics.summary'])
  expect(chosen(['analytics.tags'], [tags])).toEqual(['analytics.labels', 'analytics.summary'])
})

test('a model asked for by name is built without its tables, and what reads it after it', () => {
  expect(chosen(['analytics.summary'], [])).toEqual(['analytics.summary'])
  expect(chosen(['analytics.context'], [])).toEqual(['analytics.context', 'analytics.summary'])
})

test('waves: items wait for the inputs that the run itself publishes', () => {
  const waves = planWaves('run', 'full', chooseModels(models, ['analytics.answers'], [answers]), [answers], {
    allowMassDelete: ['analytics.summary'],
  })
  expect(waves.map((wave) => wave.map(({ input }) => [input.table, input.waitsFor, input.allowMassDelete]))).toEqual([
    [['analytics.context', ['analytics.answers'], false]],
    [['analytics.summary', ['analytics.context'], true]],
  ])
  expect(waves[0]?.[0]).toMatchObject({
    execution: expect.stringMatching(/^analytics-context-run/),
    input: { mode: 'full' },
  })
})

test('without models there are no waves', () => {
  expect(planWaves('run', 'full', [], [answers], {})).toEqual([])
})
