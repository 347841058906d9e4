import type { Model } from '@hourglass/catalog-kit/model'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LookupFingerprints } from './lookup-refs.ts'
import type { Manifest, ObjectRef, Part, PublishCounts, RunMode, TableWindow } from './steps.ts'

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
  /** What it looked up when all of its rows were last read; null when it never looked anything up. */
  readonly lookups: LookupFingerprints | null
}

/** What staging has to hold, and what publishing it means: a sealed manifest, or what a model's SELECT gave. */
export type Staged = Pick<
  Manifest,
  'run' | 'table' | 'fence' | 'window' | 'rowsRead' | 'rowsQuarantined' | 'rows' | 'lookups' | 'reread'
> & {
  readonly parts: readonly Pick<Part, 'key' | 'rows'>[]
}

/** Keys that are live but not in staging, asked again at the source; returns those that still exist there. */
export type Recheck = (keys: readonly (readonly string[])[]) => Promise<readonly (readonly string[])[]>

/** What Publish needs to know. */
export interface PublishRequest {
  readonly table: TargetTable
  readonly run: string
  readonly staging: string
  readonly manifest: Staged
  readonly allowMassDelete: boolean
  /** null for a model: its SELECT is the truth, and there is nobody to ask whether a row that it left out is there. */
  readonly recheck: Recheck | null
  /** Only of a model: what it was made of, remembered together with the rows. */
  readonly build?: ModelBuild
}

/** What a build was made of. */
export interface ModelBuild {
  /** Hash of the model as it was. */
  readonly definition: string
  /** Fence of the last publish of each input that the build has seen. */
  readonly inputs: Readonly<Record<string, number>>
}

/** What a model is to be made of. */
export interface StageModelRequest {
  readonly model: Model
  readonly run: string
  readonly staging: string
  /** `full` makes all rows, whatever has changed. */
  readonly mode: RunMode
}

export type StageModelAnswer = {
  /** The bound of the model: the lowest watermark of its inputs; null when none has one. */
  readonly bound: string | null
  /** Inputs that this run has not published: what is read of them is older. */
  readonly behind: readonly string[]
} & (
  | {
      readonly action: 'staged'
      readonly rows: number
      /** `lower` null: all rows were made, and those that are not among them are to go. */
      readonly window: TableWindow
      /** Why all rows were made, or which inputs have changed. */
      readonly because: string
      readonly build: ModelBuild
    }
  /** Nothing was staged, because no input has changed since the last build. */
  | { readonly action: 'nothing'; readonly because: string }
  /** Nothing was staged, because an input was never published. */
  | { readonly action: 'waiting'; readonly because: string }
)

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
  leaseTable(table: TargetTable, request: LeaseRequest): Promise<LeaseAnswer>
  /** Extends the lease if this run still holds it; says whether it does. Losing it is no error: the fence decides. */
  renewTable(table: TargetTable, request: LeaseRequest): Promise<boolean>
  releaseTable(table: TargetTable, run: string): Promise<void>
  progress(tables: readonly TargetTable[]): Promise<ReadonlyMap<string, TableProgress>>
  /** The next number of the table's plan sequence (invariant I4). */
  nextFence(table: TargetTable): Promise<number>
  /** Creates the live table when it is absent, else compares it with the catalog. @throws TargetTableChangedError */
  ensureTable(table: TargetTable): Promise<void>
  /** Makes the staging table, or empties one that does not match its ledger rows. Safe to repeat. */
  prepareStaging(table: TargetTable, staging: string): Promise<void>
  /**
   * Loads one part together with its ledger row, in one transaction, ledger row first; a part that is already in the
   * ledger is left alone. The transaction rolls back unless the rows equal `part.rows`.
   *
   * `open` streams the object's uncompressed bytes, for the way that goes through the worker.
   */
  loadPart(
    table: TargetTable,
    staging: string,
    part: Part,
    object: ObjectRef,
    open: () => AsyncIterable<Buffer>,
  ): Promise<{ readonly loaded: boolean }>
  /**
   * Fills a staging table with the rows of a model, in one snapshot together with the question what has changed.
   * @throws ModelSqlError when the SELECT does not give what the columns say
   */
  stageModel(request: StageModelRequest): Promise<StageModelAnswer>
  /** Verifies and makes staged rows live, with watermark, fence and ledger, in one transaction; then drops staging. */
  publish(request: PublishRequest): Promise<PublishAnswer>
  /** A window without rows: only moves the watermark, if there is one, under the same fence rules. */
  advance(
    table: TargetTable,
    run: string,
    fence: number,
    lower: string | null,
    watermark: string | null,
  ): Promise<PublishAnswer>
  dropStaging(staging: string): Promise<void>
  close(): Promise<void>
}
