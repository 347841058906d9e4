import type { TableOutcome } from '@hourglass/contracts/steps'
import { isComplete, rowsSetAside, stateOf } from '@hourglass/contracts/table-state'
import type { TableReport } from '@hourglass/contracts/report'

/** Characters for one table. */
const LONGEST_TABLE = 1_000
/** Characters for all of them: a cause may have 32,768 (API reference, GetExecutionHistory, ExecutionFailedEventDetails). */
const LONGEST = 30_000

/** One sentence about a run: each failed table with its step, its error and its cause. The cause of the run's failure. */
export function failureSummary(tables: readonly TableReport[]): string {
  const failed = tables.filter((table) => table.result === 'failed')
  if (failed.length === 0) return incompleteSummary(tables)
  const head = `${failed.length} of ${tables.length} tables failed: `
  const tail = '; retry each with: hourglass retry --table <table>'
  const named: string[] = []
  // Room for ", and 999 more".
  let left = LONGEST - head.length - tail.length - 20
  for (const table of failed) {
    const text = `${table.table} (${cut(failureOf(table), LONGEST_TABLE)})`
    if (text.length + 2 > left) break
    named.push(text)
    left -= text.length + 2
  }
  const unnamed = failed.length - named.length
  return `${head}${named.join(', ')}${unnamed > 0 ? `, and ${unnamed} more` : ''}${tail}`
}

/** One sentence about a run in which nothing failed: what is not complete, and why. */
function incompleteSummary(tables: readonly TableReport[]): string {
  const named = tables.flatMap((table) => {
    if (table.result === 'failed' || isComplete(stateOf(table.outcome))) return []
    return [`${table.table} (${cut(whyIncomplete(table.outcome), LONGEST_TABLE)})`]
  })
  if (named.length === 0) return `all ${tables.length} tables are done`
  return cut(`${named.length} of ${tables.length} tables are not complete: ${named.join(', ')}`, LONGEST)
}

/** Why a table is not complete, in words. */
function whyIncomplete(outcome: TableOutcome): string {
  const rows = rowsSetAside(outcome)
  const reasons = [
    ...(rows > 0 ? [`${rows} rows are set aside, by key in hourglass.set_aside of Postgres`] : []),
    ...(outcome.weakenings ?? []).map(({ reason, cure }) => `${reason}; ${cure}`),
  ]
  return reasons.length > 0 ? reasons.join('; ') : `skipped: ${outcome.reason}`
}

function failureOf({ error, cause, children }: Extract<TableReport, { result: 'failed' }>): string {
  const where = children ? `${children.step}, ${children.failed} of ${children.children ?? 'many'} children: ` : ''
  return `${where}${error}${cause ? `: ${cause}` : ''}`
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
