import type { TableOutcome } from '@hourglass/contracts/steps'
import { isComplete, rowsSetAside, stateOf } from '@hourglass/contracts/table-state'
import pc from 'picocolors'
import { isModel, type TableProgress } from '@hourglass/cloud/progress'
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
  const shares = (table: TableProgress) => headingOf(table) !== null && (tables.length > 1 || !table.outcome?.counts)
  const rows = tables.filter((each) => !shares(each)).map(rowOf)
  const table = fittingTable(COLUMNS, rows, { left: LEFT, droppable: DROPPABLE, width })
  return [
    ...(rows.length > 0 ? [table] : []),
    ...groups(tables.filter(shares), width),
    ...noteLines(tables, width),
  ].join('\n')
}

/** What tables without a change have in common; null for one that changed, or had rows kept aside. */
function headingOf(table: TableProgress): string | null {
  if (!table.outcome) return null
  const { counts, reason } = table.outcome
  const state = stateOf(table.outcome)
  if (state === 'incomplete') return null
  if (!counts) return state === 'nothing new' && reason ? reason : `${state}${reason ? `, ${reason}` : ''}`
  if (state !== 'unchanged' || reason !== '') return null
  return isModel(table) ? 'built and found unchanged' : 'read and found unchanged'
}

function rowOf(each: TableProgress): Row {
  const name = shortName(each.table)
  return each.outcome ? outcomeRow(name, each.outcome, isModel(each)) : otherRow(name, each)
}

/** A model has neither chunks nor parts. */
function outcomeRow(name: string, outcome: TableOutcome, model: boolean): Row {
  const { counts } = outcome
  return [
    name,
    outcome.mode,
    model ? '–' : formatCount(outcome.chunks),
    formatCount(outcome.rowsRead),
    formatCount(counts?.inserted ?? 0),
    formatCount(counts?.updated ?? 0),
    formatCount(counts?.deleted ?? 0),
    model ? '–' : formatBytes(outcome.bytes),
    formatSeconds(outcome.seconds),
    outcome.seconds > 0 ? formatCount(Math.round(outcome.rowsRead / outcome.seconds)) : '–',
    describe(outcome),
  ]
}

function describe(outcome: TableOutcome): string {
  const rows = rowsSetAside(outcome)
  const state = stateOf(outcome)
  const text = [
    `${state}${outcome.reason ? `: ${outcome.reason}` : ''}`,
    ...(rows > 0 ? [`${formatCount(rows)} rows set aside`] : []),
  ].join(', ')
  return isComplete(state) ? pc.green(text) : pc.yellow(text)
}

function otherRow(name: string, table: TableProgress): Row {
  const { status, step } = table
  const failure = `${errorName(table)}${step ? ` in ${step}` : ''}`
  const result = status === 'failed' ? pc.red(failure) : pc.dim(step || status)
  return [name, '', ...Array.from({ length: 8 }, () => pc.dim('–')), result]
}

/** What each table has to say besides its figures, e.g. that older rows hold looked-up values that are out of date. */
function noteLines(tables: readonly TableProgress[], width: number): string[] {
  return tables.flatMap(({ table, outcome }) =>
    [...(outcome?.notes ?? []), ...(outcome?.weakenings ?? []).map(({ reason, cure }) => `${reason}; ${cure}`)].map(
      (note) => wrapList(`${shortName(table)}: ${note}`, width),
    ),
  )
}

/** `4 skipped, nothing new: a, b, c, d`, one entry for each heading. */
function groups(quiet: readonly TableProgress[], width: number): string[] {
  const grouped = new Map<string, string[]>()
  for (const table of quiet) {
    const heading = headingOf(table)
    if (heading !== null) grouped.set(heading, [...(grouped.get(heading) ?? []), shortName(table.table)])
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
