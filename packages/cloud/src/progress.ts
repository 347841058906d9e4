import type { ChildFailures } from '@hourglass/contracts/report'
import { tableOutcome, type TableOutcome } from '@hourglass/contracts/steps'
import { childFailuresOf } from './child-failures.ts'
import type { Cloud } from './connection.ts'
import { currentState } from './history.ts'
import { latestMapRun, type MapRun } from './map-runs.ts'
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
  /** What AWS counts of that Map; null when it failed otherwise or has not failed. */
  readonly mapRun: MapRun | null
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
  const nothing = { step: '', items: { done: 0, total: 0 }, outcome: null, children: null, mapRun: null }
  if (!execution) return { ...table, ...nothing, status: 'waiting' }
  if (execution.status === 'SUCCEEDED') {
    const outcome = tableOutcome.parse(JSON.parse(execution.output ?? 'null'))
    return { ...table, ...nothing, status: 'done', outcome }
  }
  const step = await currentState(cloud, execution.arn)
  if (execution.status !== 'RUNNING') {
    const children = await childFailuresOf(cloud, execution)
    const mapRun = children === null ? null : await latestMapRun(cloud, execution.arn)
    return { ...table, ...nothing, step, status: 'failed', children, mapRun }
  }
  return { ...table, ...nothing, step, items: await mapItems(cloud, execution.arn), status: 'running' }
}

async function mapItems(cloud: Cloud, executionArn: string): Promise<{ done: number; total: number }> {
  const mapRun = await latestMapRun(cloud, executionArn)
  return mapRun?.running ? { done: mapRun.items.succeeded, total: mapRun.items.total } : { done: 0, total: 0 }
}
