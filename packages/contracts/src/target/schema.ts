import type { TargetTable } from '@hourglass/catalog-kit/table'

/** The schema in which Hourglass keeps runs, leases, watermarks and the ledger. */
export interface ControlSchema {
  /** Brings the control schema to the current version. Cheap and safe to repeat and to run twice at once. */
  migrate(): Promise<void>
}

/** The tables that readers see. */
export interface LiveTables {
  /** Creates the live table when it is absent, else compares it with the catalog. @throws TargetTableChangedError */
  ensureTable(table: TargetTable): Promise<void>
}
