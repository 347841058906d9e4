import { expect, test } from 'vitest'
import { done, failed, outcome, progressOf, skipped } from '../render/sample-progress.ts'
import { demoHour, type DemoReport, isAsTold } from './report.ts'

const ended = { status: 'SUCCEEDED' as const, stoppedAt: new Date('2026-11-23T09:00:42Z') }
const first = demoHour('first', progressOf([done('a.a', { rowsRead: 10 }), done('a.b', { rowsRead: 5 })], ended))
const third = demoHour(
  'third',
  progressOf([failed('a.a', 'SourceTableChangedError', ''), skipped('a.b')], { ...ended, status: 'FAILED' }),
)
const equal = { table: 'a.a', sourceRows: 1, targetRows: 1, values: 2, differing: 0, columns: [] }
const fourth = demoHour('fourth', progressOf([failed('a.b', 'TargetWriteError', ''), skipped('a.a')], ended))
const renamed = { table: 'a.a', how: 'redrive', outcome: outcome('a.a') }
const refused = { table: 'a.b', how: 'redrive', outcome: outcome('a.b'), parts: { total: 5, before: 4 } }
const told: Pick<DemoReport, 'hours' | 'retries' | 'comparisons'> = {
  hours: [first, first, third, fourth],
  retries: [renamed, refused],
  comparisons: [equal],
}

test('an hour sums up its tables', () => {
  expect(first).toMatchObject({ name: 'first', status: 'SUCCEEDED', seconds: 42, rows: 15, failed: [] })
  expect(third.failed).toEqual([{ table: 'a.a', error: 'SourceTableChangedError', step: 'PlanTable' }])
})

test('a demo that went as told is ok', () => {
  expect(isAsTold(told)).toBe(true)
})

test.for<[string, Partial<typeof told>]>([
  ['an hour failed', { hours: [first, { ...first, status: 'FAILED' }, third, fourth] }],
  ['nothing failed in the third hour', { hours: [first, first, first, fourth] }],
  ['nothing failed in the fourth hour', { hours: [first, first, third, first] }],
  ['there was no fourth hour', { hours: [first, first, third] }],
  ['another table failed', { retries: [{ ...renamed, table: 'a.b' }, refused] }],
  [
    'a retry ended otherwise',
    { retries: [{ ...renamed, outcome: outcome('a.a', { result: 'superseded' }) }, refused] },
  ],
  ['a retry failed', { retries: [renamed, { ...refused, outcome: null }] }],
  ['a table was not retried', { retries: [renamed] }],
  ['more than one part was left to load', { retries: [renamed, { ...refused, parts: { total: 5, before: 3 } }] }],
  ['there was only one part', { retries: [renamed, { ...refused, parts: { total: 1, before: 0 } }] }],
  ['nothing was compared', { comparisons: [] }],
  ['a row differs', { comparisons: [{ ...equal, differing: 1 }] }],
  ['a table is empty', { comparisons: [{ ...equal, sourceRows: 0 }] }],
])('fails when %s', ([, change]) => {
  expect(isAsTold({ ...told, ...change })).toBe(false)
})
