import type { SourceConnection } from '@hourglass/sample-data/write-rows'
import { FIXED_ROWS } from './phrases.ts'
import { scaleOf } from './scale.ts'

/** The demo's first failure: somebody renames this column, and the next hour fails for its table alone. */
export const BROKEN = { table: 'analytics.survey_responses', column: 'score' } as const

/** The demo's second failure: Postgres has no space for the last chunk of this table. */
export const REFUSED = 'analytics.answers'

/** `split.rows` as the table file of {@link REFUSED} has it. */
const MOST_CHUNK_ROWS = 50_000
const FEWEST_CHUNK_ROWS = 1_000
const CHUNKS_OF_ALL = 20
/** Five chunks, the last one half full: four fill one batch of Load, the last one has a batch of its own. */
const CHUNKS_CHANGED = 4.5

/** `split.rows` of {@link REFUSED} in a demo of `rows` rows: small enough for several chunks in an hour's changes. */
export function chunkRows(rows: number): number {
  const share = Math.ceil(scaleOf(rows, FIXED_ROWS).answers / CHUNKS_OF_ALL)
  return Math.min(MOST_CHUNK_ROWS, Math.max(FEWEST_CHUNK_ROWS, share))
}

/**
 * A correction of old data: the oldest answers of a data set of `rows` rows get another time. They fill several chunks.
 *
 * @returns rows changed
 */
export async function correctOldAnswers(connection: SourceConnection, rows: number): Promise<number> {
  const changed = Math.floor(chunkRows(rows) * CHUNKS_CHANGED)
  await connection.query(`UPDATE answers SET answered_at = UTC_TIMESTAMP(6) ORDER BY id LIMIT ${changed}`)
  return changed
}
