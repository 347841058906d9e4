import path from 'node:path'
import { BROKEN, correctOldAnswers, REFUSED } from '@hourglass/candidate-experience/data/story'
import type { Catalog, Table } from '@hourglass/catalog-kit/table'
import pc from 'picocolors'
import { causeText } from '@hourglass/contracts/cause-text'
import type { Cloud } from '@hourglass/cloud/connection'
import { latestMapRun } from '@hourglass/cloud/map-runs'
import type { RunProgress } from '@hourglass/cloud/progress'
import { retryTable } from '@hourglass/cloud/retry'
import { askPlanner } from '../commands/plan.ts'
import { waitForTable } from '../commands/retry.ts'
import { OperatorError } from '@hourglass/cloud/errors'
import { stateFolder } from '@hourglass/cloud/folders'
import type { Local } from '@hourglass/local/start-local'
import type { Output } from '../output.ts'
import { failureLines, mapRunLine } from '../render/failure-lines.ts'
import { formatCount } from '../render/format.ts'
import { runTable } from '../render/run-table.ts'
import { shortName } from '../table-names.ts'
import { compareAll } from '@hourglass/verify/compare-all'
import type { Comparison } from '@hourglass/verify/compare-table'
import { renameColumn } from './breakage.ts'
import { fillDisk } from './full-disk.ts'
import { hourOf, nextHour } from './hours.ts'
import { type DemoHour, demoHour, type DemoReport, type DemoRetry, isAsTold } from './report.ts'
import { changeSource, fillSource, withConnection } from './source-data.ts'
import { rowsBar, type Steps } from './steps.ts'

export interface Story {
  readonly local: Local
  readonly steps: Steps
  readonly output: Output
  readonly catalog: Catalog
}

/**
 * Four hours: all rows, then what changed, then two failures with their retries, and the proof that both sides are equal.
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
  const renamed = await failureAndRetry(story)
  const refused = await refusalAndRetry(story, rows)
  const comparisons = await compare(story)
  const told = {
    hours: [first, second, renamed.hour, refused.hour],
    retries: [renamed.retry, refused.retry],
    comparisons,
  }
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

/** An hour in which one table failed, and how that ended. */
interface Repaired {
  readonly hour: DemoHour
  readonly retry: DemoRetry
}

/** Hour three: one table breaks, the others do not notice, and it alone is retried. */
async function failureAndRetry(story: Story): Promise<Repaired> {
  const { local, steps, output, catalog } = story
  const table = brokenTable(catalog)
  const { from } = table.columns[BROKEN.column] ?? {}
  const column = typeof from === 'string' ? from : BROKEN.column
  const breakage = await renameColumn(local.connection.mysqlUrl, table, column)
  const hour = await steps.step(
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
    const { how, ended } = await retryAndShow(story, BROKEN.table)
    return { table: BROKEN.table, how, outcome: ended.outcome }
  })
  return { hour, retry }
}

/** Hour four: one chunk of several cannot be loaded. The others are not loaded again. */
async function refusalAndRetry(story: Story, rows: number): Promise<Repaired> {
  const { local, steps, output } = story
  const { disk, chunks } = await steps.step(
    'import',
    'Old data is corrected at the source: several chunks',
    async () => {
      const changed = await withConnection(local.connection.mysqlUrl, (connection) =>
        correctOldAnswers(connection, rows),
      )
      const chunks = await chunksOf(local.cloud, REFUSED)
      output.line(
        `  ${formatCount(changed)} answers changed; the next hour reads ${formatCount(chunks)} chunks of them`,
      )
      return { disk: await fillDisk(local.connection.postgresUrl, REFUSED, chunks), chunks }
    },
  )
  const { hour, loaded } = await steps.step(
    'refusal',
    'Postgres has no space for the last of those chunks: the others are loaded',
    async () => {
      const progress = await nextHour(local, output)
      tell(output, progress)
      const loaded = await disk.partsLoaded(progress.run.name)
      output.line(`  ${formatCount(loaded)} of ${formatCount(chunks)} parts are in staging; nothing is published`)
      return { hour: demoHour('fourth', progress), loaded }
    },
  )
  await disk.end()
  const retry = await steps.step('resume', 'There is space again, and that chunk alone is loaded', async () => {
    const { how, ended, arn } = await retryAndShow(story, REFUSED)
    const mapRun = await latestMapRun(local.cloud, arn)
    if (mapRun) output.line(`  ${mapRunLine('Load', mapRun)}`)
    return { table: REFUSED, how, outcome: ended.outcome, parts: { total: chunks, before: loaded } }
  })
  return { hour, retry }
}

/** How many chunks the next run would read of a table. @throws OperatorError when they are not several */
async function chunksOf(cloud: Cloud, table: string): Promise<number> {
  const [preview] = await askPlanner(cloud, { preview: { tables: [table], mode: 'incremental' } })
  if (preview && preview.chunks > 1) return preview.chunks
  throw new OperatorError(
    `the demo needs several chunks of ${table}, and the next run would read ${preview?.chunks ?? 0}; ` +
      'look at chunkRows in examples/candidate-experience/data/story.ts',
  )
}

async function retryAndShow({ local, output }: Story, table: string) {
  output.line(pc.dim(`  $ pnpm hourglass retry --table ${shortName(table)}`))
  const retried = await retryTable(local.cloud, table, undefined)
  const ended = await waitForTable(local.cloud, retried)
  output.line(indent(runTable([ended], output.width - 2)))
  return { how: retried.how, arn: retried.arn, ended }
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
