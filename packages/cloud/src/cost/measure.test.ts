import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { expect, test } from 'vitest'
import { transitionsOf } from './measure-executions.ts'
import { usageOf } from './measure-functions.ts'
import { objectUsage } from './measure-objects.ts'

const events = (types: readonly string[]) => types.map((type) => ({ type }) as HistoryEvent) // only the type is read

test('transitions: states entered, one more for each retry and each redrive', () => {
  expect(
    transitionsOf(events(['ExecutionStarted', 'ChoiceStateEntered', 'ChoiceStateExited', 'SucceedStateEntered'])),
  ).toBe(2)
  const retried = [
    'TaskStateEntered',
    'TaskScheduled',
    'TaskFailed',
    'TaskScheduled',
    'TaskSucceeded',
    'TaskStateExited',
  ]
  expect(transitionsOf(events(retried))).toBe(2)
  expect(transitionsOf(events(['TaskStateEntered', 'TaskScheduled', 'ExecutionRedriven', 'TaskScheduled']))).toBe(3)
})

test('functions: billed time times memory, from the reports; every line counts as logged', () => {
  const report = (billedDurationMs: number, memorySizeMB: number) =>
    JSON.stringify({ type: 'platform.report', record: { metrics: { billedDurationMs, memorySizeMB } } })
  const lines = ['{"msg":"hello"}', report(1500, 1024), report(500, 2048)]
  expect(usageOf(lines)).toEqual({
    requests: 2,
    billedSeconds: 2,
    gbSeconds: 2.5, // 1.5 s x 1 GB + 0.5 s x 2 GB
    logBytes: lines.join('').length + 3 * 26,
  })
})

test('objects: one write each, N + 2 for an upload in N pieces; parts are read once', () => {
  const objects = [
    { key: 'runs/r/t/chunks.json', bytes: 100, etag: '"0cc175b9"' },
    { key: 'runs/r/t/parts/c00001-a-0.copy.gz', bytes: 900, etag: '"0cc175b9-3"' },
  ]
  expect(objectUsage(objects)).toEqual({ puts: 6, gets: 4, bytes: 1000 })
})
