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
const told: Pick<DemoReport, 'hours' | 'retry' | 'comparisons'> = {
  hours: [first, first, third],
  retry: { table: 'a.a', how: 'redrive', outcome: outcome('a.a') },
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
  ['an hour failed', { hours: [first, { ...first, status: 'FAILED' }, third] }],
  ['nothing failed in the third hour', { hours: [first, first, first] }],
  ['another table failed', { retry: { ...told.retry, table: 'a.b' } }],
  ['the retry ended otherwise', { retry: { ...told.retry, outcome: outcome('a.a', { result: 'superseded' }) } }],
  ['the retry failed', { retry: { ...told.retry, outcome: null } }],
  ['nothing was compared', { comparisons: [] }],
  ['a row differs', { comparisons: [{ ...equal, differing: 1 }] }],
  ['a table is empty', { comparisons: [{ ...equal, sourceRows: 0 }] }],
])('fails when %s', ([, change]) => {
  expect(isAsTold({ ...told, ...change })).toBe(false)
})
