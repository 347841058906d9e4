import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { LeaseAnswer, LeaseRequest } from './leases.ts'

/** Leases a table to one run, and releases it. */
export interface TableLeases {
  leaseTable(table: TargetTable, request: LeaseRequest): Promise<LeaseAnswer>
  releaseTable(table: TargetTable, run: string): Promise<void>
}

/** Keeps a table that a run has taken. */
export interface LeaseRenewal {
  /** Extends the lease if this run still holds it; returns whether it does. Losing it is not an error: the fence decides. */
  renewTable(table: TargetTable, request: LeaseRequest): Promise<boolean>
}
