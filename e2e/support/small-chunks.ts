import { fileURLToPath } from 'node:url'
import { answers } from '@hourglass/catalog/tables/answers'
import { surveys } from '@hourglass/catalog/tables/surveys'
import type { TestDatabase } from '@hourglass/testing/databases'

/** Folder of a catalog in which `analytics.answers` has chunks of 2,000 rows. */
export const SMALL_CHUNKS = fileURLToPath(new URL('./small-chunks', import.meta.url))
/** The table with several chunks. */
export const CHUNKED = answers
/** The table with one chunk. */
export const WHOLE = surveys

/**
 * Lets one chunk of `answers` be unreadable: `rating` becomes a generated column that MySQL cannot compute for a row
 * with the flag. Every other chunk reads as before.
 */
export async function makeBreakable(mysql: TestDatabase): Promise<void> {
  await mysql.query('alter table answers drop column rating, add column broken tinyint not null default 0')
  await mysql.query('alter table answers add column rating tinyint as (if(broken = 1, exp(1000), 3)) virtual')
  // Old statistics say the table is small, so its chunks are read one after the other and the last one fails last.
  await mysql.query('alter table answers stats_auto_recalc = 0')
  await mysql.query(
    "update mysql.innodb_table_stats set n_rows = 1 where database_name = database() and table_name = 'answers'",
  )
  await mysql.query('flush tables answers')
}

/** The last row cannot be read. */
export async function breakLastChunk(mysql: TestDatabase): Promise<void> {
  await mysql.query('update answers set broken = 1, updated_at = updated_at order by id desc limit 1')
}

export async function repairLastChunk(mysql: TestDatabase): Promise<void> {
  await mysql.query('update answers set broken = 0, updated_at = updated_at where broken = 1')
}
