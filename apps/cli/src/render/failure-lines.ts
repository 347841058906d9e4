import { causeText } from '@hourglass/contracts/cause-text'
import type { ChildFailures } from '@hourglass/contracts/report'
import pc from 'picocolors'
import type { TableProgress } from '@hourglass/cloud/progress'
import { shortName } from '../table-names.ts'
import { formatCount } from './format.ts'

/** Why a table failed, as lines: its own error, or those of the children of its failed Map and where all of them are. */
export function failureLines(table: TableProgress): string[] {
  const name = `${pc.red('✗')} ${pc.bold(shortName(table.table))}`
  const { children, execution } = table
  if (!children) return [`${name}: ${causeText(execution?.cause ?? '') || (execution?.error ?? '')}`]
  const lines = children.errors.map(({ error, cause, children: count }) => {
    const times = children.failed > 1 ? pc.dim(`${formatCount(count)} × `) : ''
    return `  ${times}${error}${cause ? `: ${cause}` : ''}`
  })
  if (children.others > 0) lines.push(`  ${formatCount(children.others)} × other errors`)
  const { bucket, key } = children.records
  return [`${name}: ${failedShare(children)}`, ...lines, pc.dim(`  each child: s3://${bucket}/${key}`)]
}

/** `2 of 5 children of Extract failed` */
function failedShare({ step, failed, children }: ChildFailures): string {
  return `${formatCount(failed)} of ${children === null ? 'many' : formatCount(children)} children of ${step} failed`
}

/** Name of the error that a failed table is told with: its own, or the most frequent one of its children. */
export function errorName({ execution, children }: TableProgress): string {
  return children?.errors[0]?.error ?? execution?.error ?? 'failed'
}
