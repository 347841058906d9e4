import path from 'node:path'
import type { Catalog, Table } from '@hourglass/catalog-kit/table'
import pc from 'picocolors'
import { causeText } from '../cloud/failure.ts'
import type { RunProgress, TableProgress } from '../cloud/progress.ts'
import { retryTable } from '../cloud/retry.ts'
import { waitForTable } from '../commands/retry.ts'
import { CliError } from '../errors.ts'
import { stateFolder } from '../local/folders.ts'
import type { Local } from '../local/start-local.ts'
import type { Output } from '../output.ts'
import { formatCount } from '../render/format.ts'
import { runTable } from '../render/run-table.ts'
import type { Comparison } from '../verify/compare-table.ts'
import { renameColumn } from './breakage.ts'
import { compareAll } from '../verify/compare-all.ts'
import { hourOf, nextHour } from './hours.ts'
import { demoHour, type DemoHour, type DemoReport, writeDemoReport } from './report.ts'
import type { createSteps } from './steps.ts'

/** The table that the demo breaks, and the column somebody renames. */
const BROKEN = { table: 'analytics.survey_responses', column: 'score' } as const

type Steps = ReturnType<typeof createSteps>

export interface Story {
  readonly local: Local
  readonly steps: Steps
  readonly output: Output
  readonly catalog: Catalog
}

/** Hour one: everything is new. */
export async function firstHour({ local, steps, output }: Story): Promise<DemoHour> {
  return steps.step('The first hour: the schedule starts a run that reads everything', async () => {
    const progress = await nextHour(local, output)
    tell(output, progress)
    return demoHour('first', progress)
  })
}

/** Hour two, after rows were changed: only what is new is read, and then both databases are compared. */
export async function secondHour({ local, steps, output }: Story): Promise<DemoHour> {
  return steps.step('The next hour: only what changed', async () => {
    const progress = await nextHour(local, output)
    tell(output, progress)
    return demoHour('second', progress)
  })
}

export async function compare({ local, steps, output, catalog }: Story): Promise<readonly Comparison[]> {
  return steps.step('The proof: every table read back through both drivers and compared', async (progress) => {
    progress('reading both databases')
    const comparisons = await compareAll(local, catalog)
    for (const each of comparisons) {
      const equal = each.differing === 0
      output.line(
        `  ${equal ? pc.green('=') : pc.red('≠')} ${each.table}  ${formatCount(each.targetRows)} rows${equal ? '' : pc.red(`, ${formatCount(each.differing)} differ in ${each.columns.join(', ')}`)}`,
      )
    }
    return comparisons
  })
}

/** Hour three: one table breaks, the others do not notice, and it alone is retried. */
export async function failureAndRetry(
  story: Story,
): Promise<{ readonly hour: DemoHour; readonly retry: DemoReport['retry'] }> {
  const { local, steps, output, catalog } = story
  const table = brokenTable(catalog)
  const breakage = await renameColumn(
    local.connection.mysqlUrl,
    table,
    table.columns[BROKEN.column]?.from ?? BROKEN.column,
  )
  const hour = await steps.step('Somebody renames a column; that table fails, the others do not notice', async () => {
    output.line(pc.dim(`  mysql> ${breakage.statement}`))
    const progress = await nextHour(local, output)
    tell(output, progress)
    return demoHour('failure', progress)
  })
  await breakage.undo()
  const retry = await steps.step(`The column is named back, and that table alone is retried`, async (progress) => {
    output.line(pc.dim(`  $ pnpm hourglass retry --table ${BROKEN.table.split('.')[1]}`))
    const retried = await retryTable(local.cloud, BROKEN.table, undefined)
    progress(`${retried.how} of ${retried.input.table}`)
    const ended = await waitForTable(local.cloud, retried)
    output.line(indent(runTable([ended])))
    return { table: BROKEN.table, how: retried.how, outcome: ended.outcome }
  })
  return { hour, retry }
}

function brokenTable(catalog: Catalog): Table {
  const table = catalog.find((candidate) => candidate.target === BROKEN.table)
  if (table && BROKEN.column in table.columns) return table
  throw new CliError(
    `the demo needs the repository's own catalog, with ${BROKEN.table}.${BROKEN.column}; unset HOURGLASS_CATALOG`,
  )
}

/** Where the demo leaves its report. */
export const demoReportFile = () => path.join(stateFolder(), 'demo-report.json')

export async function keepReport(report: DemoReport): Promise<void> {
  await writeDemoReport(demoReportFile(), report)
}

function tell(output: Output, progress: RunProgress): void {
  output.line(`  ${pc.dim(hourOf(progress))} run ${progress.run.name}`)
  output.line(indent(runTable(progress.tables)))
  for (const table of progress.tables.filter(({ status }) => status === 'failed')) {
    output.line(`  ${pc.red('✗')} ${failureText(table)}`)
  }
}

function failureText({ table, execution }: TableProgress): string {
  return `${pc.bold(table)}: ${causeText(execution?.cause ?? '')}`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
