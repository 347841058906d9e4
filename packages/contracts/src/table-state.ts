import type { TableReport } from './report.ts'
import type { TableOutcome } from './steps.ts'

/** What a table or model has come to in a run. One word each, the same on every screen. */
export type TableResult =
  /** Rows were written. */
  | 'published'
  /** Everything was read, and nothing differs. */
  | 'unchanged'
  /** There was nothing to read. */
  | 'nothing new'
  /** Live, but rows are set aside, a guarantee was weakened, or something is known not to have been looked at. */
  | 'incomplete'
  /** Not looked at: another run works on it, or what it is made of has never been published. */
  | 'skipped'
  /** A later extract is already live. */
  | 'superseded'
  | 'failed'

/** The states that are success: a run with any other is not complete. A superseded extract is covered by the later one. */
const COMPLETE: ReadonlySet<TableResult> = new Set(['published', 'unchanged', 'nothing new', 'superseded'])

export function isComplete(state: TableResult): boolean {
  return COMPLETE.has(state)
}

/** Rows that are known and not live: those that this run set aside, and those that stand from earlier ones. */
export function rowsSetAside({ rowsQuarantined, counts, setAside = 0 }: TableOutcome): number {
  return Math.max(rowsQuarantined + (counts?.quarantined ?? 0), setAside)
}

/** What an outcome means. Pure: every screen, exit code and alarm asks this. */
export function stateOf(outcome: TableOutcome): TableResult {
  const { result, counts, window, weakenings = [], skipped } = outcome
  if (result === 'superseded') return 'superseded'
  // Outcomes of an earlier release do not say why; only a table that was looked at has a bound.
  const lookedAt = skipped === undefined ? result === 'published' || window.bound !== null : skipped === 'nothing new'
  if (!lookedAt) return 'skipped'
  if (rowsSetAside(outcome) > 0 || weakenings.length > 0) return 'incomplete'
  if (counts === null) return 'nothing new'
  return counts.inserted + counts.updated + counts.deleted > 0 ? 'published' : 'unchanged'
}

export function stateOfReport(report: TableReport): TableResult {
  return report.result === 'failed' ? 'failed' : stateOf(report.outcome)
}
