import { quotePostgres } from '@hourglass/catalog-kit/identifiers'
import { modeOf } from '@hourglass/catalog-kit/modes'
import type { TargetTable } from '@hourglass/catalog-kit/table'
import { columnList, stagingTable } from '../schema/identifiers.ts'
import type { Transaction } from '../connection/transaction.ts'

/**
 * Keeps one staged row per key, the one with the latest cursor (edge cases 45, 131), and gives the number of rows
 * removed. Rows with the same key and cursor that differ: the greater by its stored bytes stays, so that the order in
 * which parts were loaded does not matter (invariant I4).
 *
 * `_hourglass` starts no column of a catalog.
 */
export async function deduplicate(tx: Transaction, table: TargetTable, staging: string): Promise<number> {
  const quoted = stagingTable(staging)
  const key = columnList(table.primaryKey)
  const { window } = modeOf(table)
  const latest = window === null ? '' : `${quotePostgres(window.cursor)} desc, `
  return tx.run(
    `delete from ${quoted} as s
    using (
      select
        _hourglass_place,
        row_number() over (partition by ${key} order by ${latest}_hourglass_row using *>) as _hourglass_rank
      from (
        select
          s.*,
          s.ctid as _hourglass_place,
          row(s.*)::record as _hourglass_row,
          count(*) over (partition by ${key}) as _hourglass_copies
        from ${quoted} as s
      ) as counted
      where _hourglass_copies > 1
    ) as ranked
    where s.ctid = ranked._hourglass_place and ranked._hourglass_rank > 1`,
  )
}
