import type { RunProgress } from '@hourglass/cloud/progress'
import { expect, test } from 'vitest'
import { exitCodeByNow, exitCodeOfRun } from './exit-code.ts'
import { done, failed, running, skipped, waiting } from './render/sample-progress.ts'

const ended = (status: string, error: string | undefined, tables: RunProgress['tables']) =>
  // Only what decides: a run's dates and input do not.
  ({ run: { status, error }, bucket: 'b', tables }) as unknown as RunProgress
const incomplete = done('analytics.a', { setAside: 1 })

test.for([
  [0, 'SUCCEEDED', undefined, [done('analytics.a'), skipped('analytics.b')]],
  [3, 'FAILED', 'Incomplete', [incomplete]],
  [1, 'FAILED', 'TablesFailed', [failed('analytics.a', 'X', '')]],
  [1, 'ABORTED', undefined, [done('analytics.a')]],
  [1, 'TIMED_OUT', undefined, [waiting('analytics.a')]],
] as const)('a run ends with %s: %s %s', ([code, status, error, tables]) => {
  expect(exitCodeOfRun(ended(status, error, tables))).toBe(code)
})

test('after a retry the tables count as they are; a run that was stopped stays failed', () => {
  expect(exitCodeByNow(ended('FAILED', 'TablesFailed', [done('analytics.a')]))).toBe(0)
  expect(exitCodeByNow(ended('FAILED', 'TablesFailed', [done('analytics.b'), incomplete]))).toBe(3)
  expect(exitCodeByNow(ended('RUNNING', undefined, [running('analytics.a', 'Extract')]))).toBe(0)
  expect(exitCodeByNow(ended('ABORTED', undefined, [done('analytics.a')]))).toBe(1)
  expect(exitCodeByNow(ended('TIMED_OUT', undefined, [waiting('analytics.a'), running('analytics.b', 'Load')]))).toBe(1)
})
