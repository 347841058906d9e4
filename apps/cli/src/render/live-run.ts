import type { RunProgress, TableProgress } from '../cloud/progress.ts'
import pc from 'picocolors'
import { bar, formatCount, formatSeconds } from './format.ts'

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** A run as lines to redraw in place: one line a table. `frame` turns the spinner, `now` is for the running time. */
export function liveRun(progress: RunProgress, frame: number, now: Date): string {
  const { run, tables } = progress
  const done = tables.filter((table) => table.status === 'done' || table.status === 'failed').length
  const seconds = ((run.stoppedAt ?? now).getTime() - run.startedAt.getTime()) / 1000
  const head = `${pc.bold(run.name)}  ${done}/${tables.length} tables  ${formatSeconds(Math.max(0, seconds))}`
  const width = Math.max(0, ...tables.map((table) => table.table.length))
  return [head, ...tables.map((table) => `  ${tableLine(table, width, frame)}`)].join('\n')
}

/** One table on one line: sign, name, what it is doing. */
export function tableLine(table: TableProgress, width: number, frame = 0): string {
  return `${sign(table, frame)} ${table.table.padEnd(width)}  ${doing(table)}`
}

function sign(table: TableProgress, frame: number): string {
  if (table.status === 'done') return pc.green('✓')
  if (table.status === 'failed') return pc.red('✗')
  if (table.status === 'waiting') return pc.dim('·')
  return pc.cyan(SPINNER[frame % SPINNER.length] ?? '')
}

function doing(table: TableProgress): string {
  const { outcome, execution, items } = table
  if (table.status === 'waiting') return pc.dim('waiting')
  if (table.status === 'failed') return `${pc.red(execution?.error ?? 'failed')} ${pc.dim(`in ${table.step}`)}`
  if (outcome) {
    const changed = outcome.counts ? `  ${formatCount(outcome.rowsRead)} rows` : ''
    return `${outcome.result}${changed}${outcome.reason ? pc.dim(`  ${outcome.reason}`) : ''}`
  }
  const share = items.total > 0 ? `  ${bar(items.done, items.total)} ${items.done}/${items.total}` : ''
  return `${table.step}${share}`
}
