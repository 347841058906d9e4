import type { TableOutcome } from '@hourglass/contracts/steps'
import Table from 'cli-table3'
import pc from 'picocolors'
import type { TableProgress } from '../cloud/progress.ts'
import { formatBytes, formatCount, formatSeconds } from './format.ts'

const HEAD = ['table', 'mode', 'chunks', 'read', 'new', 'changed', 'deleted', 'S3', 'time', 'rows/s', 'result']

/** What a run did, one row a table: the summary that ends `run`, `watch`, `status` and `demo`. */
export function runTable(tables: readonly TableProgress[]): string {
  const table = new Table({
    head: HEAD.map((text) => pc.bold(text)),
    style: { head: [], border: [], compact: true },
    chars: FRAME,
    colAligns: HEAD.map((_, column) => (column === 0 || column === 1 || column === HEAD.length - 1 ? 'left' : 'right')),
  })
  for (const each of tables) table.push(each.outcome ? outcomeRow(each.outcome) : otherRow(each))
  return table.toString()
}

/** A light frame: lines under the head only. */
const FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '─',
  right: '',
  'right-mid': '',
  middle: ' ',
}

function outcomeRow(outcome: TableOutcome): string[] {
  const { counts } = outcome
  if (!counts) {
    return [outcome.table, outcome.mode, ...Array.from({ length: 8 }, () => pc.dim('–')), pc.dim(describe(outcome))]
  }
  return [
    outcome.table,
    outcome.mode,
    formatCount(outcome.chunks),
    formatCount(outcome.rowsRead),
    formatCount(counts.inserted),
    formatCount(counts.updated),
    formatCount(counts.deleted),
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

function otherRow({ table, status, execution, step }: TableProgress): string[] {
  const result = status === 'failed' ? pc.red(`${execution?.error ?? 'failed'} in ${step}`) : pc.dim(status)
  return [table, '', ...Array.from({ length: 8 }, () => pc.dim('–')), result]
}
