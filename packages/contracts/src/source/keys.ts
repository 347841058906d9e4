import type { Table } from '@hourglass/catalog-kit/table'

/** Which rows are still there. */
export interface SourceKeys {
  /** Of these keys (exact key texts in primary-key order), the ones that still exist. */
  existingKeys(table: Table, keys: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]>
}
