import { TABLE_CURRENT } from '@hourglass/contracts/log-lines'
import { type RunReport, runReport, type TableReport } from '@hourglass/contracts/report'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { FinishEvent, FinishResult } from '@hourglass/contracts/steps'
import type { TargetDeps } from './deps.ts'
import { readMapResults } from './map-results.ts'
import { tableReportOf } from './table-report.ts'

/**
 * Last step of a run: reads what happened to every table from the Maps' result files (never from the states' output,
 * which is capped), writes `report.json`, closes the run and frees the leases of tables that failed.
 */
export async function finish(deps: TargetDeps, event: FinishEvent): Promise<FinishResult> {
  const { store, target, clock, logger } = deps
  const { plan } = event
  const children = (await Promise.all(event.lanes.map((lane) => readMapResults(store, lane)))).flat()
  const tables = children.map(tableReportOf).sort((a, b) => (a.table < b.table ? -1 : 1))
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
