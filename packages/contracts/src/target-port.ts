import type { ConnectionLimit } from './connection-limit.ts'
import type { ModelStaging } from './target/models.ts'
import type { Fences, Progress } from './target/progress.ts'
import type { Publishing, WatermarkAdvance } from './target/publishing.ts'
import type { RunClosing, RunLeases } from './target/run-leases.ts'
import type { ControlSchema, LiveTables } from './target/schema.ts'
import type { PartLoading, StagingRemoval, StagingTables } from './target/staging.ts'
import type { LeaseRenewal, TableLeases } from './target/table-leases.ts'

/**
 * Postgres as an adapter offers it: every capability. A use case takes only those that it uses. All of them throw the
 * `Target...Error`s of `errors.ts`.
 */
export interface Target
  extends ControlSchema,
    ConnectionLimit,
    RunLeases,
    RunClosing,
    TableLeases,
    LeaseRenewal,
    Progress,
    Fences,
    LiveTables,
    StagingTables,
    PartLoading,
    StagingRemoval,
    ModelStaging,
    Publishing,
    WatermarkAdvance {
  close(): Promise<void>
}
