import pc from 'picocolors'
import { bar, formatBytes, formatCount, formatSeconds } from '../render/format.ts'
import { fittingTable } from '../render/table.ts'
import type { DemoHour, DemoReport } from './report.ts'

/** What the demo did, at a glance: the verdict, the hours side by side, and where the time went. */
export function summary(report: DemoReport, width: number): string {
  const verdict = report.ok
    ? `${pc.green('✓')} ${pc.bold('every row arrived, and it was proved')}`
    : `${pc.red('✗')} ${pc.bold('something is not as it should be; see above')}`
  return [
    '',
    verdict,
    '',
    hoursTable(report, width),
    '',
    whereTheTimeWent(report.seconds.steps, report.seconds.total),
  ].join('\n')
}

/** Rows and bytes are those of tables. */
const COLUMNS = [
  'hour',
  'tables',
  'models',
  'read',
  'new',
  'changed',
  'deleted',
  'S3',
  'time',
  'rows/s',
  'failed',
] as const

function hoursTable({ hours, retries }: DemoReport, width: number): string {
  const rows = hours.map(hourRow)
  for (const { outcome } of retries) if (outcome) rows.push(row('retry', [outcome], [], outcome.seconds, 0))
  return fittingTable(COLUMNS, rows, {
    left: ['hour'],
    droppable: ['rows/s', 'S3', 'deleted', 'tables', 'models'],
    width,
  })
}

function hourRow(hour: DemoHour): string[] {
  return row(hour.name, hour.outcomes, hour.models, hour.seconds, hour.failed.length)
}

function row(
  name: string,
  outcomes: DemoHour['outcomes'],
  models: DemoHour['models'],
  seconds: number,
  failed: number,
): string[] {
  const published = outcomes.flatMap(({ counts }) => (counts ? [counts] : []))
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const read = sum(outcomes.map(({ rowsRead }) => rowsRead))
  return [
    name,
    `${published.length}`,
    `${models.filter(({ result }) => result === 'published').length}`,
    formatCount(read),
    formatCount(sum(published.map(({ inserted }) => inserted))),
    formatCount(sum(published.map(({ updated }) => updated))),
    formatCount(sum(published.map(({ deleted }) => deleted))),
    formatBytes(sum(outcomes.map(({ bytes }) => bytes))),
    formatSeconds(seconds),
    seconds > 0 ? formatCount(Math.round(read / seconds)) : '–',
    failed > 0 ? pc.red(`${failed}`) : '–',
  ]
}

const STEP_TITLES: Readonly<Record<string, string>> = {
  start: 'databases and cloud',
  fill: 'filling the source',
  first: 'first hour',
  change: 'changing the source',
  second: 'second hour',
  failure: 'third hour, with a failure',
  retry: 'retry of one table',
  import: 'correcting old answers',
  refusal: 'fourth hour, a chunk refused',
  resume: 'retry of that chunk',
  proof: 'proof',
}

function whereTheTimeWent(steps: Readonly<Record<string, number>>, total: number): string {
  const lines = Object.entries(steps).map(([name, seconds]) => {
    const title = (STEP_TITLES[name] ?? name).padEnd(28)
    return `  ${title}${formatSeconds(seconds).padStart(7)}  ${pc.cyan(bar(seconds, total, 24).replaceAll('░', ''))}`
  })
  return [pc.bold('where the time went'), ...lines, `  ${'total'.padEnd(28)}${formatSeconds(total).padStart(7)}`].join(
    '\n',
  )
}
