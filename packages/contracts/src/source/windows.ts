import type { Table } from '@hourglass/catalog-kit/table'
import type { Chunk, TableWindow } from '../steps.ts'

/** What lies in a window, and how it falls into chunks. */
export interface SourceWindows {
  /** True when the window holds at least one row. */
  hasRows(table: Table, window: TableWindow): Promise<boolean>
  /** Keyset ranges that tile the whole key space, both ends open; one range for a table that is read in one snapshot. */
  planChunks(table: Table, window: TableWindow): Promise<readonly Chunk[]>
}
