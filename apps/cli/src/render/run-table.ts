import type { TableOutcome } from '@hourglass/contracts/steps'
import pc from 'picocolors'
import type { TableProgress } from '../cloud/progress.ts'
import { shortName } from '../table-names.ts'
import { errorName } from './failure-lines.ts'
import { formatBytes, formatCount, formatSeconds } from './format.ts'
import { fittingTable } from './table.ts'

const COLUMNS = [
  'table',
  'mode',
  'chunks',
  'read',
  'new',
  'changed',
  'deleted',
  'S3',
  'time',
  'rows/s',
  'result',
] as const
type Column = (typeof COLUMNS)[number]
type Row = readonly string[]

const LEFT: readonly Column[] = ['table', 'mode', 'result']
const DROPPABLE: readonly Column[] = ['rows/s', 'mode', 'chunks', 'S3', 'deleted', 'time', 'changed']

/**
 * What a run did: the summary that ends `run`, `watch`, `status` and each hour of the demo. Tables that changed have a
 * row each; those with nothing new and those found unchanged share a line. `width` is that of the terminal.
 */
export function runTable(tables: readonly TableProgress[], width: number): string {
  const shares = (outcome: TableOutcome) => headingOf(outcome) !== null && (tables.length > 1 || !outcome.counts)
  const rows = tables.filter(({ outcome }) => !outcome || !shares(outcome)).map(rowOf)
  const table = fittingTable(COLUMNS, rows, { left: LEFT, droppable: DROPPABLE, width })
  const quiet = tables.flatMap(({ outcome }) => (outcome && shares(outcome) ? [outcome] : []))
  return [...(rows.length > 0 ? [table] : []), ...groups(quiet, width)].join('\n')
}

/** What tables without a change have in common; null for one that changed, or had rows kept aside. */
function headingOf(outcome: TableOutcome): string | null {
  const { counts, result, reason, rowsQuarantined } = outcome
  if (!counts) return `${result}${reason ? `, ${reason}` : ''}`
  const changes = counts.inserted + counts.updated + counts.deleted + rowsQuarantined
  return changes === 0 && result === 'published' && reason === '' ? 'read and found unchanged' : null
}

function rowOf(each: TableProgress): Row {
  const name = shortName(each.table)
  return each.outcome ? outcomeRow(name, each.outcome) : otherRow(name, each)
}

function outcomeRow(name: string, outcome: TableOutcome): Row {
  const { counts } = outcome
  return [
    name,
    outcome.mode,
    formatCount(outcome.chunks),
    formatCount(outcome.rowsRead),
    formatCount(counts?.inserted ?? 0),
    formatCount(counts?.updated ?? 0),
    formatCount(counts?.deleted ?? 0),
    formatBytes(outcome.bytes),
    formatSeconds(outcome.seconds),
    outcome.seconds > 0 ? formatCount(Math.round(outcome.rowsRead / outcome.seconds)) : '–',
    pc.green(describe(outcome)),
  ]
}

function describe(outcome: TableOutcome): string {
  const quarantined = outcome.rowsQuarantined > 0 ? `, ${formatCount(outcome.rowsQuarantined)} quarantined` : ''
  return `${outcome.result}${outcome.reason ? `: ${outcome.reason}` : ''}${quarantined}`
}

function otherRow(name: string, table: TableProgress): Row {
  const { status, step } = table
  const failure = `${errorName(table)}${step ? ` in ${step}` : ''}`
  const result = status === 'failed' ? pc.red(failure) : pc.dim(step || status)
  return [name, '', ...Array.from({ length: 8 }, () => pc.dim('–')), result]
}

/** `4 skipped, nothing new: a, b, c, d`, one entry for each heading. */
function groups(outcomes: readonly TableOutcome[], width: number): string[] {
  const grouped = new Map<string, string[]>()
  for (const outcome of outcomes) {
    const heading = headingOf(outcome)
    if (heading !== null) grouped.set(heading, [...(grouped.get(heading) ?? []), shortName(outcome.table)])
  }
  return [...grouped].map(([heading, tables]) =>
    pc.dim(wrapList(`${tables.length} ${heading}: ${tables.join(', ')}`, width)),
  )
}

function wrapList(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(line === undefined ? word : `  ${word}`)
  }
  return lines.join('\n')
}
