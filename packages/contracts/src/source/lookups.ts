import type { Table } from '@hourglass/catalog-kit/table'
import type { LookupSnapshot } from '../lookups.ts'

/** Small tables that others look up. */
export interface SourceLookups {
  /**
   * All rows of a small table by its one key column, changed as the table's own columns say, in one consistent snapshot
   * and bounded memory. A row that cannot cross is left out and counted.
   *
   * @throws LookupTooLargeError above `MOST_LOOKUP_ROWS` or `MOST_LOOKUP_BYTES`
   */
  readLookup(table: Table): Promise<LookupSnapshot>
}
