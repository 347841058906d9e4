import { expect, test } from 'vitest'
import type { TableOutcome } from './steps.ts'
import { isComplete, stateOf } from './table-state.ts'

const counts = {
  staged: 3,
  inserted: 0,
  updated: 0,
  unchanged: 3,
  deduplicated: 0,
  quarantined: 0,
  deleted: 0,
  late: 0,
  latestLateSeconds: 0,
}
const outcome: TableOutcome = {
  run: 'r1',
  table: 'analytics.tags',
  result: 'published',
  reason: '',
  mode: 'merge',
  window: { lower: null, bound: '2026-11-23 09:00:00.000000' },
  boundBy: '',
  chunks: 1,
  rowsRead: 3,
  rowsQuarantined: 0,
  bytes: 1,
  counts,
  conversions: {},
  seconds: 1,
}
const quiet = { result: 'skipped', counts: null } as const
const never = { lower: null, bound: null }
const weakenings = [{ kind: 'bound', reason: 'r', cure: 'c' } as const]

test.for<[string, Partial<TableOutcome>]>([
  ['unchanged', {}],
  ['published', { counts: { ...counts, unchanged: 2, inserted: 1 } }],
  ['published', { counts: { ...counts, deleted: 1 } }],
  ['nothing new', { ...quiet, skipped: 'nothing new' }],
  ['nothing new', quiet],
  ['superseded', { result: 'superseded' }],
])('complete: %s', ([state, changes]) => {
  expect(stateOf({ ...outcome, ...changes })).toBe(state)
  expect(isComplete(stateOf({ ...outcome, ...changes }))).toBe(true)
})

test.for<[string, Partial<TableOutcome>]>([
  ['incomplete', { rowsQuarantined: 1 }],
  ['incomplete', { counts: { ...counts, unchanged: 2, quarantined: 1 } }],
  ['incomplete', { setAside: 1 }],
  ['incomplete', { ...quiet, skipped: 'nothing new', setAside: 1 }],
  ['incomplete', { weakenings }],
  ['incomplete', { ...quiet, skipped: 'nothing new', weakenings }],
  ['skipped', { ...quiet, skipped: 'leased' }],
  ['skipped', { ...quiet, skipped: 'waiting' }],
  ['skipped', { ...quiet, window: never }],
])('not complete: %s', ([state, changes]) => {
  expect(stateOf({ ...outcome, ...changes })).toBe(state)
  expect(isComplete(stateOf({ ...outcome, ...changes }))).toBe(false)
})
