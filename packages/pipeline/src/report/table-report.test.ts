import type { TableOutcome } from '@hourglass/contracts/steps'
import { expect, test } from 'vitest'
import { tableReportOf } from './table-report.ts'

const execution = 'arn:aws:states:eu-west-1:000000000000:execution:hourglass-local-sync-table:answers-0'
const input = JSON.stringify({
  execution: 'analytics-answers-run-1',
  input: {
    run: 'run',
    table: 'analytics.answers',
    mode: 'incremental',
    attempt: 1,
    chunkConcurrency: 1,
    allowMassDelete: false,
  },
})
const outcome: TableOutcome = {
  run: 'run',
  table: 'analytics.answers',
  result: 'skipped',
  reason: 'nothing new since the watermark',
  mode: 'merge',
  window: { lower: null, bound: '2026-11-23 09:00:00.000000' },
  boundBy: 'the source clock',
  chunks: 0,
  rowsRead: 0,
  rowsQuarantined: 0,
  bytes: 0,
  counts: null,
  conversions: {},
  seconds: 0,
}

test('a child that succeeded gives the outcome of its table', () => {
  const Output = JSON.stringify({ execution, outcome })
  expect(tableReportOf({ Status: 'SUCCEEDED', Input: input, Output })).toEqual({
    table: 'analytics.answers',
    result: 'ok',
    execution,
    outcome,
  })
})

test('a failed table is reported with the message of the worker that threw, not with the envelopes around it', () => {
  const Cause = JSON.stringify({
    ExecutionArn: execution,
    Status: 'FAILED',
    Error: 'SourceTableChangedError',
    Cause: JSON.stringify({ errorType: 'SourceTableChangedError', errorMessage: 'column "score" is gone' }),
  })
  expect(tableReportOf({ Status: 'FAILED', Input: input, Error: 'States.TaskFailed', Cause })).toEqual({
    table: 'analytics.answers',
    result: 'failed',
    execution,
    error: 'SourceTableChangedError',
    cause: 'column "score" is gone',
    children: null,
  })
})

test('an execution that timed out has no error of its own: its status stands for it', () => {
  const Cause = JSON.stringify({ ExecutionArn: execution, Status: 'TIMED_OUT' })
  expect(tableReportOf({ Status: 'FAILED', Input: input, Cause })).toMatchObject({ error: 'TIMED_OUT', cause: '' })
})

test('a table that was never started is reported too', () => {
  expect(tableReportOf({ Status: 'PENDING', Input: input })).toEqual({
    table: 'analytics.answers',
    result: 'failed',
    execution: '',
    error: 'PENDING',
    cause: '',
    children: null,
  })
})

test('a cause that is no JSON is told as it is', () => {
  expect(tableReportOf({ Status: 'FAILED', Input: input, Error: 'X', Cause: 'plain words' })).toMatchObject({
    error: 'X',
    cause: 'plain words',
  })
})

test('a cause that is JSON of another shape, or nothing, is no execution', () => {
  for (const Cause of ['{}', 'null', '']) {
    expect(tableReportOf({ Status: 'FAILED', Input: input, Error: 'X', Cause })).toMatchObject({
      execution: '',
      error: 'X',
      cause: Cause,
    })
  }
})

test('fails when a child that succeeded has no outcome', () => {
  expect(() => tableReportOf({ Status: 'SUCCEEDED', Input: input })).toThrow('expected object')
})
