import type { Report } from '../checks/check-report.ts'
import type { Columns } from '../table/table.ts'
import type { ModeName } from './modes.ts'

/** What an incremental run reads: rows with `cursor >= watermark - overlapSeconds` (invariant I1). */
export interface ReadWindow<Cursor extends string = string> {
  /** The column that moves forward whenever a row changes. */
  readonly cursor: Cursor
  /** How far behind the watermark each run reads again, in seconds. 0 for a model, whose window its inputs decide. */
  readonly overlapSeconds: number
}

/** How one table or model is loaded: everything that other code asks about a mode, answered by the mode itself. */
export interface LoadMode {
  readonly name: ModeName
  /** null: every run reads the whole table, in one snapshot. */
  readonly window: ReadWindow | null
  /** What becomes of live rows that a publish of *all* rows does not hold: they stay, or they are deleted. */
  readonly unstaged: 'stay' | 'go'
  /** How a table is loaded, for its docs page: one sentence without a full stop, in Markdown. */
  readonly ofTable: string
  /** How a model is loaded, for its docs page; null when a model cannot be loaded so. */
  readonly ofModel: string | null
}

/** A mode as a table file can name it: what it makes of a definition, and what a definition must not get wrong. */
export interface ModeType<Definition, Complete> {
  /** The line that a message suggests, without its end: `{ mode: "merge", cursor: "updated_at" }`. */
  readonly example: string
  /** Whether a model can be loaded so, and whether its SELECT must take `:since`; null when a model can't. */
  readonly model: { readonly takesSince: boolean } | null
  /** Reports what is wrong with the fields of the definition; `of` says whose it is. */
  check(load: Readonly<Record<string, unknown>>, columns: Columns, of: 'table' | 'model', report: Report): void
  /** Fills in the defaults. The result is frozen. */
  complete(definition: Definition): Complete
  /** The answers for one complete definition. @param overlapSeconds 0 for a model and for a mode without a window */
  describe(load: Complete, overlapSeconds: number): LoadMode
}
