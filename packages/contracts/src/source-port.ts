import type { ConnectionLimit } from './connection-limit.ts'
import type { SourceBound } from './source/bound.ts'
import type { SourceEstimates } from './source/estimates.ts'
import type { SourceKeys } from './source/keys.ts'
import type { SourceLookups } from './source/lookups.ts'
import type { SourceRows } from './source/rows.ts'
import type { SourceSchema } from './source/schema.ts'
import type { SourceWindows } from './source/windows.ts'

/**
 * MySQL as an adapter offers it: every capability. A use case takes only those that it uses. All of them throw the
 * `Source...Error`s of `errors.ts`.
 */
export interface Source
  extends SourceSchema,
    SourceEstimates,
    ConnectionLimit,
    SourceBound,
    SourceWindows,
    SourceRows,
    SourceLookups,
    SourceKeys {
  close(): Promise<void>
}
