import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Cloud } from '@hourglass/cloud/connection'
import { type TableProgress, tableProgress } from '@hourglass/cloud/progress'
import { type Retried, retryTable } from '@hourglass/cloud/retry'
import { findExecution } from '@hourglass/cloud/runs'
import { exitCodeOfTables } from '../exit-code.ts'
import type { Output } from '../output.ts'
import { failureLines } from '../render/failure-lines.ts'
import { runTable } from '../render/run-table.ts'
import { targetName } from '../table-names.ts'

export interface RetryOptions {
  readonly env?: string
  readonly table: string
  readonly run?: string
}

/** `hourglass retry`: retries one table or model of the last run in which it failed, and waits for the outcome. */
export async function retryCommand(options: RetryOptions, output: Output): Promise<number> {
  const cloud = await connect(options.env)
  const retried = await retryTable(cloud, targetName(options.table), options.run)
  output.note(`${retried.input.table} of run ${retried.input.run}: ${retried.how}`)
  const table = await waitForTable(cloud, retried)
  output.result({ how: retried.how, table }, () => describeRetry(table, output.width))
  return exitCodeOfTables([table])
}

/** Waits until the retried execution has ended. */
export async function waitForTable(cloud: Cloud, retried: Retried): Promise<TableProgress> {
  for (;;) {
    const execution = await findExecution(cloud, retried.arn)
    const progress = await tableProgress(cloud, { table: retried.input.table, lane: retried.lane, execution })
    if (progress.status === 'done' || progress.status === 'failed') return progress
    await sleep(cloud.environment === 'local' ? 200 : 2000)
  }
}

function describeRetry(table: TableProgress, width: number): string {
  const failed = table.status === 'failed' ? ['', ...failureLines(table)] : []
  return [runTable([table], width), ...failed].join('\n')
}
