import { rm } from 'node:fs/promises'
import path from 'node:path'
import { DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog/catalog-plugin'
import { loadCatalog } from '@hourglass/catalog/load-catalog'
import pc from 'picocolors'
import { changeSource, fillSource } from '../demo/source-data.ts'
import type { DemoReport } from '../demo/report.ts'
import { createSteps, rowsBar } from '../demo/steps.ts'
import {
  compare,
  demoReportFile,
  failureAndRetry,
  firstHour,
  keepReport,
  secondHour,
  type Story,
} from '../demo/story.ts'
import { EXIT } from '../errors.ts'
import { stateFolder } from '../local/folders.ts'
import { startDatabases } from '../local/databases.ts'
import { type Local, startLocal } from '../local/start-local.ts'
import { untilInterrupted } from '../local/until-interrupted.ts'
import type { Output } from '../output.ts'
import { formatCount, formatSeconds } from '../render/format.ts'

export interface DemoOptions {
  readonly rows: number
  readonly keep?: true
}

/** `hourglass demo`: three hours of Hourglass, with a failure and its retry, in under two minutes. */
export async function demoCommand(options: DemoOptions, output: Output): Promise<number> {
  const folder = path.join(stateFolder(), 'demo')
  await rm(folder, { recursive: true, force: true })
  output.line(
    `${pc.bold('Hourglass')}: ${formatCount(options.rows)} rows of candidate experience, from MySQL through S3 to Postgres`,
  )
  const started = performance.now()
  const steps = createSteps(output)
  const local = await steps.step('Real databases, and the cloud you would deploy', (progress) =>
    startLocal({
      folder,
      openDatabases: () =>
        startDatabases({ folder, name: 'hourglass_demo', temporary: options.keep !== true, onProgress: progress }),
      scheduleEnabled: true,
      onProgress: progress,
    }),
  )
  try {
    const start = secondsSince(started)
    const catalog = await loadCatalog(DEFAULT_CATALOG_FOLDER)
    const report = await tell({ local, steps, output, catalog }, options.rows, start, started)
    await keepReport(report)
    output.result(report, () => ending(report))
    if (options.keep === true) await keepRunning(local, output)
    return report.ok ? EXIT.ok : EXIT.failed
  } finally {
    await local.stop()
  }
}

async function tell(story: Story, rows: number, start: number, started: number): Promise<DemoReport> {
  const { local, steps } = story
  const filling = performance.now()
  const sourceRows = await steps.step(`A source database of ${formatCount(rows)} rows`, (progress) =>
    fillSource(local.connection.mysqlUrl, rows, (done) => progress(rowsBar(done, rows))),
  )
  const fill = secondsSince(filling)
  const first = await firstHour(story)
  await steps.step('An hour of work at the source: new, changed and soft-deleted rows', () =>
    changeSource(local.connection.mysqlUrl),
  )
  const second = await secondHour(story)
  const afterSecond = await compare(story)
  const { hour: third, retry } = await failureAndRetry(story)
  const ok =
    first.status === 'SUCCEEDED' &&
    second.status === 'SUCCEEDED' &&
    third.failed.length === 1 &&
    retry.outcome?.result === 'published' &&
    afterSecond.every(({ differing, sourceRows }) => differing === 0 && sourceRows > 0)
  return {
    sourceRows,
    seconds: { start, fill, total: secondsSince(started) },
    hours: [first, second, third],
    retry,
    comparisons: afterSecond,
    ok,
  }
}

function ending(report: DemoReport): string {
  const [first] = report.hours
  const rate = first && first.seconds > 0 ? Math.round(first.rows / first.seconds) : 0
  const verdict = report.ok
    ? `${pc.green('✓')} ${pc.bold('every row arrived, and it was proved')}`
    : `${pc.red('✗')} ${pc.bold('something is not as it should be; see above')}`
  return [
    '',
    verdict,
    `  ${formatCount(report.sourceRows)} rows in the source; the first hour took ${formatSeconds(first?.seconds ?? 0)} (${formatCount(rate)} rows/s); the demo took ${formatSeconds(report.seconds.total)}`,
    `  report        ${path.relative(process.cwd(), demoReportFile())}`,
    `  what next     ${pc.cyan('pnpm hourglass local')}, docs/adding-a-table.md, docs/architecture.md`,
  ].join('\n')
}

async function keepRunning(local: Local, output: Output): Promise<void> {
  output.note(
    `still running until Ctrl-C: MySQL ${local.connection.mysqlUrl}, Postgres ${local.connection.postgresUrl}; try: pnpm hourglass status`,
  )
  await untilInterrupted()
}

function secondsSince(milliseconds: number): number {
  return (performance.now() - milliseconds) / 1000
}
