import path from 'node:path'
import { BROKEN } from '@hourglass/candidate-experience/data/story'
import type { Catalog, Table } from '@hourglass/catalog-kit/table'
import pc from 'picocolors'
import { causeText } from '@hourglass/contracts/cause-text'
import type { RunProgress } from '@hourglass/cloud/progress'
import { retryTable } from '@hourglass/cloud/retry'
import { waitForTable } from '../commands/retry.ts'
import { OperatorError } from '@hourglass/cloud/errors'
import { stateFolder } from '@hourglass/cloud/folders'
import type { Local } from '@hourglass/local/start-local'
import type { Output } from '../output.ts'
import { failureLines } from '../render/failure-lines.ts'
import { formatCount } from '../render/format.ts'
import { runTable } from '../render/run-table.ts'
import { compareAll } from '@hourglass/verify/compare-all'
import type { Comparison } from '@hourglass/verify/compare-table'
import { renameColumn } from './breakage.ts'
import { hourOf, nextHour } from './hours.ts'
import { type DemoHour, demoHour, type DemoReport, isAsTold } from './report.ts'
import { changeSource, fillSource } from './source-data.ts'
import { rowsBar, type Steps } from './steps.ts'

export interface Story {
  readonly local: Local
  readonly steps: Steps
  readonly output: Output
  readonly catalog: Catalog
}

/**
 * Three hours: all rows, then what changed (and the proof that both sides are equal), then a failure and its retry.
 * @throws OperatorError as soon as an hour does not end as it should
 */
export async function tellStory(story: Story, rows: number): Promise<DemoReport> {
  const { local, steps } = story
  const sourceRows = await steps.step('fill', `A source database of ${formatCount(rows)} rows`, (progress) =>
    fillSource(local.connection.mysqlUrl, rows, (done) => progress(rowsBar(done, rows))),
  )
  const first = await hour(story, 'first', 'The first hour: the schedule starts a run that reads everything')
  await steps.step('change', 'An hour of work at the source: new, changed and soft-deleted rows', () =>
    changeSource(local.connection.mysqlUrl),
  )
  const second = await hour(story, 'second', 'The next hour: only what changed')
  const comparisons = await compare(story)
  const { third, retry } = await failureAndRetry(story)
  const told = { hours: [first, second, third], retry, comparisons }
  const total = Object.values(steps.seconds).reduce((sum, seconds) => sum + seconds, 0)
  return { sourceRows, seconds: { steps: steps.seconds, total }, ...told, ok: isAsTold(told) }
}

async function hour({ local, steps, output }: Story, name: string, title: string): Promise<DemoHour> {
  return steps.step(name, title, async () => {
    const progress = await nextHour(local, output)
    tell(output, progress)
    if (progress.run.status === 'SUCCEEDED') return demoHour(name, progress)
    const { error, cause } = progress.run
    throw new OperatorError(`the ${name} hour ended ${progress.run.status}: ${error} ${causeText(cause)}`)
  })
}

async function compare({ local, steps, output, catalog }: Story): Promise<readonly Comparison[]> {
  return steps.step('proof', 'The proof: every value read back through both drivers and compared', async (progress) => {
    const comparisons = await compareAll(local, catalog, (table) => progress(`comparing ${table}`))
    const differing = comparisons.filter((each) => each.differing > 0)
    for (const each of differing) {
      output.line(
        `  ${pc.red('≠')} ${each.table}: ${formatCount(each.differing)} rows differ in ${each.columns.join(', ')}`,
      )
    }
    const equal = comparisons.length - differing.length
    const rows = comparisons.reduce((sum, each) => sum + each.targetRows, 0)
    const values = comparisons.reduce((sum, each) => sum + each.values, 0)
    output.line(
      `  ${pc.green('=')} ${equal} of ${comparisons.length} tables equal their source: ${formatCount(rows)} rows, ${formatCount(values)} values`,
    )
    return comparisons
  })
}

/** Hour three: one table breaks, the others do not notice, and it alone is retried. */
async function failureAndRetry(
  story: Story,
): Promise<{ readonly third: DemoHour; readonly retry: DemoReport['retry'] }> {
  const { local, steps, output, catalog } = story
  const table = brokenTable(catalog)
  const { from } = table.columns[BROKEN.column] ?? {}
  const column = typeof from === 'string' ? from : BROKEN.column
  const breakage = await renameColumn(local.connection.mysqlUrl, table, column)
  const third = await steps.step(
    'failure',
    'Somebody renames a column: that table fails, the others do not notice',
    async () => {
      output.line(pc.dim(`  mysql> ${breakage.statement}`))
      const progress = await nextHour(local, output)
      tell(output, progress)
      return demoHour('third', progress)
    },
  )
  await breakage.undo()
  const retry = await steps.step('retry', 'The column is named back, and that table alone is retried', async () => {
    output.line(pc.dim(`  $ pnpm hourglass retry --table ${BROKEN.table.split('.')[1]}`))
    const retried = await retryTable(local.cloud, BROKEN.table, undefined)
    const ended = await waitForTable(local.cloud, retried)
    output.line(indent(runTable([ended], output.width - 2)))
    return { table: BROKEN.table, how: retried.how, outcome: ended.outcome }
  })
  return { third, retry }
}

function brokenTable(catalog: Catalog): Table {
  const table = catalog.find((candidate) => candidate.target === BROKEN.table)
  if (table && BROKEN.column in table.columns) return table
  throw new OperatorError(
    `the demo breaks ${BROKEN.table}.${BROKEN.column}, which the catalog in examples/candidate-experience no longer has; ` +
      'name another table and column in its data/story.ts',
  )
}

/** Where the demo leaves its report. */
export const demoReportFile = () => path.join(stateFolder(), 'demo-report.json')

function tell(output: Output, progress: RunProgress): void {
  output.line(`  ${pc.dim(hourOf(progress))} run ${progress.run.name}`)
  output.line(indent(runTable(progress.tables, output.width - 2)))
  for (const table of progress.tables) {
    if (table.status === 'failed') output.line(indent(failureLines(table).join('\n')))
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}
