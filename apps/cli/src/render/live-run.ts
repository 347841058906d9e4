import { stripVTControlCharacters } from 'node:util'
import { isModel, type RunProgress, type TableProgress } from '@hourglass/cloud/progress'
import { isComplete, stateOf } from '@hourglass/contracts/table-state'
import pc from 'picocolors'
import stringWidth from 'string-width'
import { shortName } from '../table-names.ts'
import { errorName } from './failure-lines.ts'
import { bar, formatCount, formatSeconds } from './format.ts'

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** A run as lines to redraw in place: one line a table. `frame` turns the spinner, `now` is for the running time, `columns` the terminal's width. */
export function liveRun(progress: RunProgress, frame: number, now: Date, columns: number): string {
  const { run, tables } = progress
  const seconds = ((run.stoppedAt ?? now).getTime() - run.startedAt.getTime()) / 1000
  const head = `${pc.bold(run.name)}  ${endedOf(tables)}  ${formatSeconds(Math.max(0, seconds))}`
  const names = namesWidth(tables)
  const lines = tables.map((table) => `  ${tableLine(table, names, frame)}`)
  return [head, ...lines].map((line) => clip(line, columns)).join('\n')
}

/** `12/16 tables`, and `1/3 models` where there are any. */
function endedOf(all: readonly TableProgress[]): string {
  const share = (some: readonly TableProgress[]) =>
    `${some.filter(({ status }) => status === 'done' || status === 'failed').length}/${some.length}`
  const models = all.filter(isModel)
  const tables = `${share(all.filter((table) => !isModel(table)))} tables`
  return models.length === 0 ? tables : `${tables}, ${share(models)} models`
}

/** Width of the widest name among tables, to line up what follows. */
export function namesWidth(tables: readonly TableProgress[]): number {
  return Math.max(0, ...tables.map(({ table }) => shortName(table).length))
}

/** One table on one line: sign, name, what it is doing. */
export function tableLine(table: TableProgress, width: number, frame = 0): string {
  return `${sign(table, frame)} ${shortName(table.table).padEnd(width)}  ${doing(table)}`
}

/** A line that would wrap is cut, without its colours: a wrapped one makes the lines below it jump. */
function clip(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line
  return `${stripVTControlCharacters(line).slice(0, columns - 1)}…`
}

function sign(table: TableProgress, frame: number): string {
  if (table.outcome && !isComplete(stateOf(table.outcome))) return pc.yellow('!')
  if (table.status === 'done') return pc.green('✓')
  if (table.status === 'failed') return pc.red('✗')
  if (table.status === 'waiting') return pc.dim('·')
  return pc.cyan(SPINNER[frame % SPINNER.length] ?? '')
}

function doing(table: TableProgress): string {
  const { outcome, items } = table
  if (table.status === 'waiting') return pc.dim('waiting')
  if (table.status === 'failed') return `${pc.red(errorName(table))} ${pc.dim(`in ${table.step}`)}`
  if (outcome) {
    const changed = outcome.counts ? `  ${formatCount(outcome.rowsRead)} rows` : ''
    const state = stateOf(outcome)
    if (state === 'nothing new') return outcome.reason || state
    return `${isComplete(state) ? state : pc.yellow(state)}${changed}${outcome.reason ? pc.dim(`  ${outcome.reason}`) : ''}`
  }
  const share = items.total > 0 ? `  ${bar(items.done, items.total)} ${items.done}/${items.total}` : ''
  return `${table.step}${share}`
}
