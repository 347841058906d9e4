import { fileURLToPath } from 'node:url'
import { answers } from '@hourglass/candidate-experience/tables/answers'
import { surveys } from '@hourglass/candidate-experience/tables/surveys'
import type { TestDatabase } from '@hourglass/testing/databases'

/** Folder of a catalog in which `analytics.answers` has chunks of 2,000 rows. */
export const SMALL_CHUNKS = fileURLToPath(new URL('./small-chunks', import.meta.url))
/** The table with several chunks. */
export const CHUNKED = answers
/** The table with one chunk. */
export const WHOLE = surveys

/**
 * Lets one chunk of `answers` be unreadable: the table becomes a view that MySQL cannot compute for a row with a flag.
 * Every other chunk reads as before. A view has no statistics, so its chunks are read one after the other.
 */
export async function makeBreakable(mysql: TestDatabase): Promise<void> {
  await mysql.query('rename table answers to answer_rows')
  await mysql.query('alter table answer_rows add column broken tinyint not null default 0')
  await mysql.query(
    `create view answers as
     select id, response_id, question_id, rating, if(broken = 1, concat(body, exp(1000)), body) as body,
            answered_at, updated_at, deleted_at
     from answer_rows`,
  )
}

/** The last row cannot be read. */
export async function breakLastChunk(mysql: TestDatabase): Promise<void> {
  await mysql.query(
    "update answer_rows set broken = 1, body = 'last', updated_at = updated_at order by id desc limit 1",
  )
}

export async function repairLastChunk(mysql: TestDatabase): Promise<void> {
  await mysql.query('update answer_rows set broken = 0, updated_at = updated_at where broken = 1')
}

/** Changes some rows of the first chunk. */
export async function changeFirstChunk(mysql: TestDatabase): Promise<void> {
  await mysql.query("update answer_rows set body = concat('changed ', uuid()) order by id limit 10")
}
