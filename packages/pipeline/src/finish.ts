import { TABLE_CURRENT } from '@hourglass/contracts/log-lines'
import { runReport, type RunReport, type TableReport, tableReport } from '@hourglass/contracts/report'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import { type FinishEvent, type FinishResult, laneItem, tableOutcome } from '@hourglass/contracts/steps'
import { z } from 'zod'
import type { TargetDeps } from './deps.ts'
import { type ChildRecord, readMapResults } from './map-results.ts'

/** What a lane's child returns: the `sync-table` execution and its outcome. */
const childOutput = z.object({ execution: z.string(), outcome: tableOutcome })

/** What `states:startExecution.sync:2` puts into the cause when the started execution did not succeed. */
const failedExecution = z.object({
  ExecutionArn: z.string(),
  Status: z.string(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
})

/** What Lambda puts into the cause when a worker threw. */
const workerError = z.object({ errorMessage: z.string() })

/**
 * Last step of a run: reads what happened to every table from the Maps' result files (never from the states' output,
 * which is capped), writes `report.json`, closes the run and frees the leases of tables that failed.
 */
export async function finish(deps: TargetDeps, event: FinishEvent): Promise<FinishResult> {
  const { store, target, clock, logger } = deps
  const { plan } = event
  const children = (await Promise.all(event.lanes.map((lane) => readMapResults(store, lane)))).flat()
  const tables = children.map(reportOf).sort((a, b) => (a.table < b.table ? -1 : 1))
  const report: RunReport = {
    version: 1,
    run: plan.run,
    scheduledAt: plan.scheduledAt,
    startedAt: plan.startedAt,
    finishedAt: clock.now().toISOString(),
    skipped: null,
    tables,
  }
  const ref = await store.putJson(s3Keys.report(plan.run, 'json'), runReport.parse(report))
  const failed = tables.filter((table) => table.result === 'failed')
  await target.finishRun(plan.run, failed.length > 0 ? 'failed' : 'succeeded')
  logger.info({ run: plan.run, tables: tables.length, failed: failed.length }, 'run finished')
  for (const { table } of tables.filter(isCurrent)) logger.info({ run: plan.run, table }, TABLE_CURRENT)
  const published = tables.filter((table) => table.result === 'ok' && table.outcome.result === 'published')
  return {
    run: plan.run,
    report: ref,
    published: published.length,
    skipped: tables.length - failed.length - published.length,
    failed: failed.length,
    summary: summarise(tables.length, failed),
  }
}

/** Complete up to a bound that this run, or a later one, observed. A table leased by another run is not. */
function isCurrent(table: TableReport): boolean {
  if (table.result === 'failed') return false
  return table.outcome.result !== 'skipped' || table.outcome.window.bound !== null
}

function summarise(total: number, failed: readonly TableReport[]): string {
  if (failed.length === 0) return `all ${total} tables are done`
  const named = failed.map((table) => `${table.table} (${table.result === 'failed' ? table.error : ''})`)
  return `${failed.length} of ${total} tables failed: ${named.join(', ')}; retry each with: hourglass retry --table <table>`
}

function reportOf(child: ChildRecord): TableReport {
  if (child.Status === 'SUCCEEDED') {
    const { execution, outcome } = childOutput.parse(JSON.parse(child.Output ?? 'null'))
    return tableReport.parse({ table: outcome.table, result: 'ok', execution, outcome })
  }
  const { input } = laneItem.parse(JSON.parse(child.Input))
  return { table: input.table, result: 'failed', ...failureOf(child) }
}

/** The innermost error that can be told: the worker's own, else the execution's, else the Map child's. */
function failureOf(child: ChildRecord): { execution: string; error: string; cause: string } {
  const execution = parsed(failedExecution, child.Cause)
  if (!execution) return { execution: '', error: child.Error ?? child.Status, cause: child.Cause ?? '' }
  const thrown = parsed(workerError, execution.Cause)
  return {
    execution: execution.ExecutionArn,
    error: execution.Error ?? execution.Status,
    cause: thrown?.errorMessage ?? execution.Cause ?? '',
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string | undefined): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text ?? 'null'))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
