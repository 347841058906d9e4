import type { TableReport } from '@hourglass/contracts/report'
import { expect, test } from 'vitest'
import { failureSummary } from './failure-summary.ts'

type Failed = Extract<TableReport, { result: 'failed' }>

function failed(table: string, changes: Partial<Failed> = {}): Failed {
  return { table, result: 'failed', execution: '', error: 'X', cause: 'why', children: null, ...changes }
}

test('each failed table is named with its error and its cause, and what retries it', () => {
  const children = {
    step: 'Extract',
    failed: 2,
    children: 9,
    errors: [],
    others: 0,
    records: { bucket: 'data', key: 'FAILED_0.json' },
  }
  expect(failureSummary([failed('a.b', { children }), failed('a.c', { cause: '' })])).toBe(
    '2 of 2 tables failed: a.b (Extract, 2 of 9 children: X: why), a.c (X); retry each with: hourglass retry --table <table>',
  )
})

test('no failed table, no failure', () => {
  expect(failureSummary([])).toBe('all 0 tables are done')
})

test('stays below what a cause may have, however many tables failed', () => {
  const tables = Array.from({ length: 300 }, (_, index) => failed(`a.t${index}`, { cause: 'x'.repeat(5_000) }))
  const text = failureSummary(tables)
  expect(text.length).toBeLessThanOrEqual(30_000)
  expect(text).toMatch(/^300 of 300 tables failed: .*, and \d+ more; retry each/)
})

test('the text of a table is cut at a thousand characters, and not before', () => {
  const table = (length: number) => failed('a.b', { error: 'E', cause: 'x'.repeat(length) })
  const textOf = (length: number) => /a\.b \((.*?)\);/.exec(failureSummary([table(length)]))?.[1]
  expect(textOf(997)).toBe(`E: ${'x'.repeat(997)}`)
  expect(textOf(998)).toBe(`E: ${'x'.repeat(996)}…`)
})

test('as many tables are named as fit, the rest is counted', () => {
  const tables = Array.from({ length: 40 }, (_, index) => failed(`a.t${index + 10}`, { cause: 'x'.repeat(990) }))
  const text = failureSummary(tables)
  const named = text.split('), ').length - 1
  expect(text).toContain(`, and ${40 - named} more; retry each`)
  // One table takes 1,004 characters with its separator: not one more would have fitted.
  expect(text.length).toBeGreaterThan(30_000 - 1_004 - 40)
  expect(text.length).toBeLessThanOrEqual(30_000)
})

test('children that are too many to count are many', () => {
  const records = { bucket: 'data', key: 'FAILED_0.json' }
  const children = { step: 'Load', failed: 2, children: null, errors: [], others: 0, records }
  expect(failureSummary([failed('a.b', { children })])).toContain('Load, 2 of many children: X: why')
})
