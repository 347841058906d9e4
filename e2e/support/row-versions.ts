import { quoteTarget } from '@hourglass/catalog-kit/identifiers'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import type { TestDatabase } from '@hourglass/testing/databases'

/** For each live table: its rows, and a sum over which transaction wrote which row. Equal sums: nothing was rewritten. */
export async function rowVersions(
  postgres: TestDatabase,
  tables: readonly TargetTable[],
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {}
  for (const table of tables) {
    const [row] = await postgres.query<{ rows: string; versions: string }>(
      `select count(*) as rows, coalesce(sum(hashtextextended(ctid::text || xmin::text, 0)::numeric), 0) as versions
       from ${quoteTarget(table.target)}`,
    )
    versions[table.target] = `${row?.rows} rows, ${row?.versions}`
  }
  return versions
}
