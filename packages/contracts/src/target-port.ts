import type { Table } from '@hourglass/catalog-kit/table'
import type { Manifest, ObjectRef, Part, PublishCounts } from './steps.ts'

/** Who asks for a lease: the run and, for a table, the execution's attempt are re-entrant. */
export interface LeaseRequest {
  readonly run: string
  /** How long it holds without renewal, in seconds. */
  readonly seconds: number
}

export type LeaseAnswer =
  | { readonly held: true }
  | { readonly held: false; readonly by: string; readonly until: string }

/** What the control schema knows of one table. */
export interface TableProgress {
  /** Text, UTC, microseconds; null before the first publish. */
  readonly watermark: string | null
  readonly lastPublishedFence: number
  /** Rows staged by the last publish; null before the first one. */
  readonly lastRows: number | null
}

/** What Publish needs to know. */
export interface PublishRequest {
  readonly table: Table
  readonly run: string
  readonly staging: string
  readonly manifest: Manifest
  readonly allowMassDelete: boolean
  /** Keys that are in the target but not in staging, asked again at the source; returns those that still exist there. */
  recheck(keys: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]>
}

export type PublishAnswer =
  | { readonly result: 'published'; readonly counts: PublishCounts }
  /** A later extract has already been published; nothing was changed. */
  | { readonly result: 'superseded'; readonly reason: string }

/** Postgres as the pipeline sees it. All of it throws the `Target...Error`s of `errors.ts`. */
export interface Target {
  /** Brings the control schema to the current version. Cheap and safe to repeat and to run twice at once. */
  migrate(): Promise<void>
  maxConnections(): Promise<number>
  /** One run per `scheduledAt`, for good: the same run may ask again, another one is told who has it. */
  leaseRun(run: string, scheduledAt: string, executionArn: string): Promise<LeaseAnswer>
  /** Closes the run and frees the leases it still holds on tables. */
  finishRun(run: string, state: 'succeeded' | 'failed' | 'skipped'): Promise<void>
  leaseTable(table: Table, request: LeaseRequest): Promise<LeaseAnswer>
  /** Extends the lease if this run still holds it; says whether it does. Losing it is no error: the fence decides. */
  renewTable(table: Table, request: LeaseRequest): Promise<boolean>
  releaseTable(table: Table, run: string): Promise<void>
  progress(tables: readonly Table[]): Promise<ReadonlyMap<string, TableProgress>>
  /** The next number of the table's plan sequence (invariant I4). */
  nextFence(table: Table): Promise<number>
  /** Creates the live table when it is absent, else compares it with the catalog. @throws TargetTableChangedError */
  ensureTable(table: Table): Promise<void>
  /** Makes the staging table, or empties one that does not match its ledger rows. Safe to repeat. */
  prepareStaging(table: Table, staging: string): Promise<void>
  /**
   * Loads one part together with its ledger row, in one transaction, ledger row first; a part that is already in the
   * ledger is left alone. The transaction rolls back unless the rows equal `part.rows`.
   *
   * `open` streams the object's uncompressed bytes, for the way that goes through the worker.
   */
  loadPart(
    table: Table,
    staging: string,
    part: Part,
    object: ObjectRef,
    open: () => AsyncIterable<Buffer>,
  ): Promise<{ readonly loaded: boolean }>
  /** Verifies and makes staged rows live, with watermark, fence and ledger, in one transaction; then drops staging. */
  publish(request: PublishRequest): Promise<PublishAnswer>
  /** A window without rows: only moves the watermark, under the same fence rules. */
  advance(table: Table, run: string, fence: number, lower: string | null, watermark: string): Promise<PublishAnswer>
  dropStaging(staging: string): Promise<void>
  close(): Promise<void>
}
