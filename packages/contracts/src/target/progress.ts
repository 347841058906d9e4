import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints } from '../lookup-refs.ts'

/** What the control schema knows of one table. */
export interface TableProgress {
  /** Text, UTC, microseconds; null before the first publish. */
  readonly watermark: string | null
  readonly lastPublishedFence: number
  /** Rows staged by the last publish; null before the first one. */
  readonly lastRows: number | null
  /** What it looked up when all of its rows were last read; null when it never looked anything up. */
  readonly lookups: LookupFingerprints | null
}

/** How far tables are. */
export interface Progress {
  /** By target name, of tables that were never published too. */
  progress(tables: readonly TargetTable[]): Promise<ReadonlyMap<string, TableProgress>>
}

/** The plan sequence of each table (invariant I4). */
export interface Fences {
  /** The next number of the table's plan sequence. */
  nextFence(table: TargetTable): Promise<number>
}
