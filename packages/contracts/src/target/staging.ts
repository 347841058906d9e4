import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { ObjectRef, Part } from '../steps.ts'

/** Makes the tables that a run fills before it publishes. */
export interface StagingTables {
  /** Makes the staging table, or empties one that does not match its ledger rows. Safe to repeat. */
  prepareStaging(table: TargetTable, staging: string): Promise<void>
}

/** Fills them. */
export interface PartLoading {
  /**
   * Loads one part together with its ledger row, in one transaction, ledger row first; a part that is already in the
   * ledger is left alone. The transaction rolls back unless the rows equal `part.rows`.
   *
   * `open` streams the object's uncompressed bytes, for the way that goes through the worker.
   *
   * @throws StagingLostError when there is no such staging table; TargetWriteError when the number of rows differs from `part.rows`
   */
  loadPart(
    table: TargetTable,
    staging: string,
    part: Part,
    object: ObjectRef,
    open: () => AsyncIterable<Buffer>,
  ): Promise<{ readonly loaded: boolean }>
}

/** Removes them. */
export interface StagingRemoval {
  /** Removes a staging table, what belongs to it and its ledger rows; one that is not there is fine. */
  dropStaging(staging: string): Promise<void>
}
