import { stripVTControlCharacters } from 'node:util'
import type { ChildFailures } from '@hourglass/contracts/report'
import { expect, test } from 'vitest'
import { failureLines, mapRunLine } from './failure-lines.ts'
import { runTable } from './run-table.ts'
import { failed, failedInChildren } from './sample-progress.ts'

const lines = (...args: Parameters<typeof failureLines>) => failureLines(...args).map(stripVTControlCharacters)

const CHILDREN: ChildFailures = {
  step: 'Extract',
  failed: 4,
  children: 12,
  errors: [
    { error: 'ObjectAccessError', cause: 'the role lacks kms:GenerateDataKey', children: 3 },
    { error: 'TIMED_OUT', cause: '', children: 1 },
  ],
  others: 0,
  records: { bucket: 'data', key: 'runs/r1/results/sales.orders/extract/x/FAILED_0.json' },
}

test('a failed Map is told by what its children ended with, and where all of them are', () => {
  expect(lines(failedInChildren('sales.orders', CHILDREN))).toEqual([
    '✗ sales.orders: 4 of 12 children of Extract failed',
    '  3 × ObjectAccessError: the role lacks kms:GenerateDataKey',
    '  1 × TIMED_OUT',
    '  each child: s3://data/runs/r1/results/sales.orders/extract/x/FAILED_0.json',
  ])
})

test('what AWS counts of the Map Run stands between the errors and the result file', () => {
  const counts = (total: number, succeeded: number, failures: number, unfinished = 0) => ({
    total,
    succeeded,
    failed: failures,
    unfinished,
  })
  const mapRun = { running: false, redrives: 0, items: counts(5, 4, 1), children: counts(2, 1, 1) }
  const ofLoad = { ...CHILDREN, step: 'Load' } as const
  expect(lines(failedInChildren('sales.orders', ofLoad, mapRun)).at(-2)).toBe(
    '  Map Run of Load: 4 of 5 parts succeeded, 1 failed; 1 of 2 children succeeded, 1 failed',
  )
  expect(mapRunLine('Extract', { ...mapRun, redrives: 2, items: counts(9, 3, 1, 5) })).toBe(
    'Map Run of Extract, redriven 2 times: 3 of 9 chunks succeeded, 1 failed, 5 not finished; 1 of 2 children succeeded, 1 failed',
  )
})

test('errors that are not listed are counted', () => {
  expect(lines(failedInChildren('sales.orders', { ...CHILDREN, children: null, others: 2 }))).toEqual(
    expect.arrayContaining(['✗ sales.orders: 4 of many children of Extract failed', '  2 × other errors']),
  )
})

test('any other failure is told by its own cause, else its name', () => {
  expect(lines(failed('sales.orders', 'X', '{"errorMessage":"gone"}'))).toEqual(['✗ sales.orders: gone'])
  expect(lines(failed('sales.orders', 'States.Timeout', ''))).toEqual(['✗ sales.orders: States.Timeout'])
})

test("a row shows the children's error, not that too many failed", () => {
  const row = stripVTControlCharacters(runTable([failedInChildren('sales.orders', CHILDREN)], 200))
  expect(row).toContain('ObjectAccessError in Extract')
  expect(row).not.toContain('States.')
})
