import { DescribeMapRunCommand, ListMapRunsCommand } from '@aws-sdk/client-sfn'
import type { ChildFailures } from '@hourglass/contracts/report'
import { tableOutcome, type TableOutcome } from '@hourglass/contracts/steps'
import { childFailuresOf } from './child-failures.ts'
import type { Cloud } from './connection.ts'
import { currentState } from './history.ts'
import { type Execution, runPlan, type TableExecution, tableExecutions } from './runs.ts'

/** How far one table or model is. */
export interface TableProgress extends TableExecution {
  readonly status: 'waiting' | 'running' | 'done' | 'failed'
  /** The state of its machine it is in: PlanTable, Extract, ...; BuildModel of a model. */
  readonly step: string
  /** Items of the Map Run that is under way (chunks, then parts); total is 0 outside a map. */
  readonly items: { readonly done: number; readonly total: number }
  readonly outcome: TableOutcome | null
  /** Set when it failed because children of a Map did. */
  readonly children: ChildFailures | null
}

export interface RunProgress {
  readonly run: Execution
  readonly bucket: string
  readonly tables: readonly TableProgress[]
}

/** One look at a run, all its tables and models. */
export async function runProgress(cloud: Cloud, run: Execution): Promise<RunProgress> {
  const planned = await runPlan(cloud, run)
  if (!planned) return { run, bucket: '', tables: [] }
  const executions = await tableExecutions(cloud, run, planned.plan)
  const tables = await Promise.all(executions.map((table) => tableProgress(cloud, table)))
  // By name, models last: they are made of the others.
  tables.sort((a, b) => Number(isModel(a)) - Number(isModel(b)) || (a.table < b.table ? -1 : 1))
  return { run, bucket: planned.bucket, tables }
}

/** Whether a row of a run is a model, not a table. */
export function isModel({ lane }: Pick<TableExecution, 'lane'>): boolean {
  return lane === 'model'
}

export async function tableProgress(cloud: Cloud, table: TableExecution): Promise<TableProgress> {
  const { execution } = table
  const nothing = { step: '', items: { done: 0, total: 0 }, outcome: null, children: null }
  if (!execution) return { ...table, ...nothing, status: 'waiting' }
  if (execution.status === 'SUCCEEDED') {
    const outcome = tableOutcome.parse(JSON.parse(execution.output ?? 'null'))
    return { ...table, ...nothing, status: 'done', outcome }
  }
  const step = await currentState(cloud, execution.arn)
  if (execution.status !== 'RUNNING') {
    return { ...table, ...nothing, step, status: 'failed', children: await childFailuresOf(cloud, execution) }
  }
  return { ...table, ...nothing, step, items: await mapItems(cloud, execution.arn), status: 'running' }
}

async function mapItems(cloud: Cloud, executionArn: string): Promise<{ done: number; total: number }> {
  const { mapRuns } = await cloud.sfn.send(new ListMapRunsCommand({ executionArn }))
  const newest = (mapRuns ?? []).toSorted((a, b) => Number(b.startDate) - Number(a.startDate))[0]
  if (!newest?.mapRunArn || newest.stopDate) return { done: 0, total: 0 }
  const { itemCounts } = await cloud.sfn.send(new DescribeMapRunCommand({ mapRunArn: newest.mapRunArn }))
  return { done: itemCounts?.succeeded ?? 0, total: itemCounts?.total ?? 0 }
}
