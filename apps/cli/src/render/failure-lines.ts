import { causeText } from '@hourglass/contracts/cause-text'
import type { MapCounts, MapRun } from '@hourglass/cloud/map-runs'
import type { ChildFailures } from '@hourglass/contracts/report'
import pc from 'picocolors'
import type { TableProgress } from '@hourglass/cloud/progress'
import { shortName } from '../table-names.ts'
import { formatCount } from './format.ts'

/** Why a table failed, as lines: its own error, or those of the children of its failed Map and where all of them are. */
export function failureLines(table: TableProgress): string[] {
  const name = `${pc.red('✗')} ${pc.bold(shortName(table.table))}`
  const { children, execution, mapRun } = table
  if (!children) return [`${name}: ${causeText(execution?.cause ?? '') || (execution?.error ?? '')}`]
  const lines = children.errors.map(({ error, cause, children: count }) => {
    const times = children.failed > 1 ? pc.dim(`${formatCount(count)} × `) : ''
    return `  ${times}${error}${cause ? `: ${cause}` : ''}`
  })
  if (children.others > 0) lines.push(`  ${formatCount(children.others)} × other errors`)
  const { bucket, key } = children.records
  if (mapRun) lines.push(pc.dim(`  ${mapRunLine(children.step, mapRun)}`))
  return [`${name}: ${failedShare(children)}`, ...lines, pc.dim(`  each child: s3://${bucket}/${key}`)]
}

/** `2 of 5 children of Extract failed` */
function failedShare({ step, failed, children }: ChildFailures): string {
  return `${formatCount(failed)} of ${children === null ? 'many' : formatCount(children)} children of ${step} failed`
}

/** `Map Run of Load: 4 of 5 parts succeeded, 1 failed; 1 of 2 children succeeded, 1 failed` */
export function mapRunLine(step: string, { items, children, redrives }: MapRun): string {
  const times = redrives === 0 ? '' : `, redriven ${redrives === 1 ? 'once' : `${formatCount(redrives)} times`}`
  const counted = `${shareOf(items, step === 'Load' ? 'parts' : 'chunks')}; ${shareOf(children, 'children')}`
  return `Map Run of ${step}${times}: ${counted}`
}

function shareOf({ total, succeeded, failed, unfinished }: MapCounts, what: string): string {
  const failures = failed === 0 ? '' : `, ${formatCount(failed)} failed`
  const others = unfinished === 0 ? '' : `, ${formatCount(unfinished)} not finished`
  return `${formatCount(succeeded)} of ${formatCount(total)} ${what} succeeded${failures}${others}`
}

/** Name of the error that a failed table is told with: its own, or the most frequent one of its children. */
export function errorName({ execution, children }: TableProgress): string {
  return children?.errors[0]?.error ?? execution?.error ?? 'failed'
}
