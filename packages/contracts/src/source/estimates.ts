import type { Table } from '@hourglass/catalog-kit/table'

/** Row counts from table statistics: a hint, never a basis for correctness (edge case 49). */
export interface SourceEstimates {
  /** Rows by target name. A table that does not exist is left out. */
  estimateRows(tables: readonly Table[]): Promise<ReadonlyMap<string, number>>
}
