import type { RunReport, TableReport } from '@hourglass/contracts/report'
import { expect, test } from 'vitest'
import { reportPage } from './report-page.ts'

function report(tables: readonly TableReport[]): RunReport {
  const at = '2026-11-23T09:00:00.000Z'
  return { version: 1, run: 'r1', scheduledAt: at, startedAt: at, finishedAt: at, skipped: null, tables: [...tables] }
}

const failed: TableReport = {
  table: 'analytics.answers',
  result: 'failed',
  execution: 'arn:aws:states:x',
  error: 'ObjectAccessError',
  cause: 'role <x> lacks s3:PutObject',
  children: {
    step: 'Extract',
    failed: 3,
    children: 9,
    errors: [{ error: 'ObjectAccessError', cause: 'role <x> lacks s3:PutObject', children: 2 }],
    others: 1,
    records: { bucket: 'data', key: 'runs/r1/results/FAILED_0.json' },
  },
}

test('a failed table is told with what its children failed with, and how to retry it', () => {
  const page = reportPage(report([failed]))
  for (const text of [
    '1 of 1 tables failed',
    '3 of 9 children of Extract failed',
    '2 × <strong>ObjectAccessError</strong>: role &lt;x&gt; lacks s3:PutObject',
    '1 × other errors',
    's3://data/runs/r1/results/FAILED_0.json',
    'hourglass retry --table analytics.answers',
  ]) {
    expect(page).toContain(text)
  }
  expect(page).not.toContain('<x>')
})

test('a table that failed otherwise is told by its own cause', () => {
  const page = reportPage(report([{ ...failed, children: null, execution: '' }]))
  expect(page).toContain('<p><strong>ObjectAccessError</strong>: role &lt;x&gt; lacks s3:PutObject</p>')
  expect(page).not.toContain('Execution:')
})

test('a run without a failure has a row for each table, and loads nothing from elsewhere', () => {
  const outcome = {
    run: 'r1',
    table: 'analytics.tags',
    result: 'published',
    reason: '',
    mode: 'merge',
    window: { lower: null, bound: null },
    boundBy: '',
    chunks: 2,
    rowsRead: 12_345,
    rowsQuarantined: 0,
    bytes: 1,
    counts: {
      staged: 12_345,
      inserted: 12_345,
      updated: 0,
      unchanged: 0,
      deduplicated: 0,
      quarantined: 0,
      deleted: 0,
      late: 0,
      latestLateSeconds: 0,
    },
    conversions: {},
    seconds: 1.26,
  } as const
  const page = reportPage(report([{ table: 'analytics.tags', result: 'ok', execution: 'arn:x', outcome }]))
  expect(page).toContain('succeeded')
  expect(page).toContain('<td>analytics.tags</td><td>published</td><td class="n">2</td><td class="n">12,345</td>')
  expect(page).toContain('<td class="n">1.3</td>')
  expect(page).not.toMatch(/<section|https?:|<script|<link/)

  const noted = { ...outcome, notes: ['older rows are <out of date>'] }
  expect(reportPage(report([{ table: 'analytics.tags', result: 'ok', execution: 'arn:x', outcome: noted }]))).toContain(
    '<td>published<br>older rows are &lt;out of date&gt;</td>',
  )
})

test('the whole page, with every kind of row', () => {
  const outcome = {
    run: 'r1',
    table: 'analytics.tags',
    result: 'published',
    reason: '',
    mode: 'merge',
    window: { lower: null, bound: null },
    boundBy: '',
    chunks: 1,
    rowsRead: 2,
    rowsQuarantined: 3,
    bytes: 4,
    counts: {
      staged: 5,
      inserted: 6,
      updated: 7,
      unchanged: 8,
      deduplicated: 9,
      quarantined: 10,
      deleted: 11,
      late: 12,
      latestLateSeconds: 13,
    },
    conversions: {},
    seconds: 14.25,
  } as const
  const ok = (changes: object): TableReport => ({
    table: 'analytics.tags',
    result: 'ok',
    execution: 'arn:x',
    outcome: { ...outcome, ...changes },
  })
  const children = { ...failed.children, children: null, others: 0, records: { bucket: 'data', key: 'k' } }
  const tables: TableReport[] = [
    ok({}),
    ok({ result: 'skipped', reason: 'nothing <new>', counts: null }),
    failed,
    { ...failed, cause: '', children: null, execution: '' },
    { ...failed, children: { ...children, step: 'Load', failed: 1, errors: [] } },
  ]
  expect(reportPage({ ...report(tables), skipped: 'the hour is <taken>' })).toMatchSnapshot('every kind of row')
  expect(reportPage(report([ok({})]))).toMatchSnapshot('no failure')
})
