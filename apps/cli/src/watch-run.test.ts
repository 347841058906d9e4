import { stripVTControlCharacters } from 'node:util'
import { TABLES_FAILED } from '@hourglass/contracts/error-names'
import { expect, test } from 'vitest'
import type { TableProgress } from '@hourglass/cloud/progress'
import { done, failed } from './render/sample-progress.ts'
import { describeRun } from './watch-run.ts'

const describe = (tables: readonly TableProgress[]) =>
  stripVTControlCharacters(
    describeRun(
      {
        run: {
          arn: 'arn',
          name: 'run-1',
          status: 'FAILED',
          startedAt: new Date(0),
          stoppedAt: new Date(0),
          input: '{}',
          output: null,
          error: TABLES_FAILED,
          cause: '1 of 1 tables failed: sales.orders; retry each with: hourglass retry --table <table>',
          redriveCount: 0,
        },
        bucket: '',
        tables,
      },
      120,
    ),
  )

test('a failed table comes with the command that retries it', () => {
  expect(describe([failed('sales.orders', 'SourceTableChangedError', '')])).toContain('retry --table sales.orders')
})

test('a run whose failed table has been retried asks for no retry', () => {
  const text = describe([done('sales.orders')])
  expect(text).toContain('run run-1  FAILED')
  expect(text).toContain('what failed has been retried since')
  expect(text).not.toContain('retry --table')
})
