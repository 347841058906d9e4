import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import type { Table } from '@hourglass/catalog-kit/table'

/** What MySQL says its tables look like. */
export interface SourceSchema {
  /** Columns as they are now; null when the table does not exist. */
  describe(table: Table): Promise<readonly SourceColumn[] | null>
}
