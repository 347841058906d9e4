import { TABLE_CURRENT } from '@hourglass/contracts/log-lines'
import { type RunReport, runReport, type TableReport } from '@hourglass/contracts/report'
import { s3Keys } from '@hourglass/contracts/s3-keys'
import type { FinishEvent, FinishResult } from '@hourglass/contracts/steps'
import type { JsonObjects } from '@hourglass/contracts/store/json-objects'
import type { Listing } from '@hourglass/contracts/store/listing'
import type { TextObjects } from '@hourglass/contracts/store/text-objects'
import type { RunClosing } from '@hourglass/contracts/target/run-leases'
import { isComplete, stateOfReport } from '@hourglass/contracts/table-state'
import type { CommonDeps } from '../deps.ts'
import { messageOf } from '@hourglass/core/errors'
import pLimit from 'p-limit'
import { CHILDREN_FAILED, failedChildren } from './failed-children.ts'
import { failureSummary } from './failure-summary.ts'
import { readMapResults } from './map-results.ts'
import { reportPage } from './report-page.ts'
import { tableReportOf } from './table-report.ts'

export interface FinishDeps extends Pick<CommonDeps, 'clock' | 'logger'> {
  readonly store: JsonObjects & TextObjects & Listing
  readonly target: RunClosing
}

/** Failed tables whose children are read at once. */
const READ_AT_ONCE = 8

/**
 * Last step of a run: reads what happened to every table and model from the Maps' result files (never from the states' output,
 * which is capped), writes `report.json` and `report.html`, closes the run and frees the leases of tables that failed.
 */
export async function finish(deps: FinishDeps, event: FinishEvent): Promise<FinishResult> {
  const { store, target, clock, logger } = deps
  const { plan } = event
  const lanes = [...event.lanes, ...event.models].map((lane) => readMapResults(store, lane.ResultWriterDetails.Key))
  const limit = pLimit(READ_AT_ONCE)
  const reports = (await Promise.all(lanes)).flat().map(tableReportOf)
  const tables = await Promise.all(reports.map((report) => limit(() => withChildren(deps, plan.run, report))))
  tables.sort((a, b) => (a.table < b.table ? -1 : 1))
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
  await store.putText(s3Keys.report(plan.run, 'html'), reportPage(report), 'text/html; charset=utf-8')
  const failed = tables.filter((table) => table.result === 'failed')
  await target.finishRun(plan.run, failed.length > 0 ? 'failed' : 'succeeded')
  logger.info({ run: plan.run, tables: tables.length, failed: failed.length }, 'run finished')
  for (const { table } of tables.filter((each) => isComplete(stateOfReport(each))))
    logger.info({ run: plan.run, table }, TABLE_CURRENT)
  const published = tables.filter((table) => table.result === 'ok' && table.outcome.result === 'published')
  const incomplete = tables.filter((table) => table.result === 'ok' && !isComplete(stateOfReport(table)))
  return {
    run: plan.run,
    report: ref,
    published: published.length,
    skipped: tables.length - failed.length - published.length,
    failed: failed.length,
    incomplete: incomplete.length,
    summary: failureSummary(tables),
  }
}

/** A failed Map names no cause of its own: its children do. That they cannot be read must not keep the run open. */
async function withChildren({ store, logger }: FinishDeps, run: string, report: TableReport): Promise<TableReport> {
  if (report.result !== 'failed' || report.error !== CHILDREN_FAILED) return report
  try {
    const children = await failedChildren(store, run, report.table)
    const [first] = children?.errors ?? []
    return first ? { ...report, error: first.error, cause: first.cause, children } : report
  } catch (thrown) {
    const problem = `${report.cause}; what its children failed with cannot be read: ${messageOf(thrown)}`
    logger.warn({ run, table: report.table, error: messageOf(thrown) }, 'results of a failed Map cannot be read')
    return { ...report, cause: problem }
  }
}
