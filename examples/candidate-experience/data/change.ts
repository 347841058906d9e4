import { withLaxSession } from '@hourglass/sample-data/session'
import type { SourceConnection } from '@hourglass/sample-data/write-rows'

/** What happened to rows of the source. `late` rows were written with a time that lies minutes back (invariant I1). */
export type DemoChange = 'inserted' | 'updated' | 'softDeleted' | 'deleted' | 'late'

export interface ChangedRows {
  readonly table: string
  readonly change: DemoChange
  readonly rows: number
}

interface Step {
  readonly table: string
  readonly change: DemoChange
  readonly sql: string
}

/** Far enough back to lie behind the watermark of a run that has just ended, well inside the default overlap of 600 s. */
const LATE_SECONDS = 120

/** An hour of the application: about one row in a hundred. Remainders choose the rows, so that no list travels. */
const STEPS: readonly Step[] = [
  {
    table: 'answers',
    change: 'inserted',
    sql: `INSERT INTO answers (response_id, question_id, rating, body, answered_at)
          SELECT response_id, question_id, rating, CONCAT('second thoughts: ', body), UTC_TIMESTAMP(6) FROM answers WHERE id % 200 = 1`,
  },
  {
    table: 'answers',
    change: 'updated',
    sql: 'UPDATE answers SET rating = GREATEST(rating - 1, 0) WHERE id % 150 = 2 AND rating > 0',
  },
  {
    table: 'answers',
    change: 'softDeleted',
    sql: 'UPDATE answers SET deleted_at = CURRENT_TIMESTAMP(6) WHERE id % 500 = 3 AND deleted_at IS NULL',
  },
  {
    table: 'answers',
    change: 'late',
    sql: `INSERT INTO answers (response_id, question_id, rating, updated_at)
          SELECT response_id, question_id, 1, CURRENT_TIMESTAMP(6) - INTERVAL ${LATE_SECONDS} SECOND FROM answers WHERE id % 2000 = 4`,
  },
  {
    table: 'survey_responses',
    change: 'updated',
    sql: `UPDATE survey_responses SET status = 'completed', nps = 9, responded_at = UTC_TIMESTAMP(6)
          WHERE id % 40 = 5 AND status <> 'completed'`,
  },
  {
    table: 'survey_responses',
    change: 'softDeleted',
    sql: 'UPDATE survey_responses SET deleted_at = CURRENT_TIMESTAMP(6), comment = NULL WHERE id % 900 = 6',
  },
  {
    table: 'candidates',
    change: 'inserted',
    sql: `INSERT INTO candidates (company_id, email, full_name, language, born_on)
          SELECT company_id, CONCAT('new.', email), full_name, language, NULL FROM candidates WHERE id % 100 = 7`,
  },
  {
    table: 'candidates',
    change: 'softDeleted',
    sql: 'UPDATE candidates SET deleted_at = CURRENT_TIMESTAMP(6), full_name = NULL WHERE id % 400 = 8 AND deleted_at IS NULL',
  },
  {
    table: 'applications',
    change: 'updated',
    sql: "UPDATE applications SET status = 'hired', stage_code = 'joined' WHERE id % 120 = 9 AND status = 'open'",
  },
  {
    table: 'survey_sends',
    change: 'inserted',
    sql: `INSERT INTO survey_sends (survey_id, candidate_id, channel, token, cost, sent_at)
          SELECT survey_id, candidate_id, 'email', UNHEX(LEFT(SHA2(id, 256), 32)), 0.000125, UTC_TIMESTAMP(6) FROM survey_sends WHERE id % 100 = 10`,
  },
  {
    table: 'users',
    change: 'inserted',
    sql: `INSERT INTO users (id, company_id, email, role)
          SELECT UNHEX(LEFT(SHA2(HEX(id), 256), 32)), company_id, CONCAT('new.', email), 'viewer' FROM users WHERE ASCII(id) % 8 = 3`,
  },
  {
    table: 'jobs',
    change: 'updated',
    sql: 'UPDATE jobs SET closed_on = UTC_DATE() WHERE id % 8 = 3 AND closed_on IS NULL',
  },
  { table: 'companies', change: 'updated', sql: "UPDATE companies SET plan = 'enterprise' WHERE id % 10 = 1" },
  {
    table: 'tags',
    change: 'inserted',
    sql: "INSERT INTO tags (company_id, name) SELECT id, 'this hour' FROM companies WHERE id % 5 = 2",
  },
  { table: 'response_tags', change: 'deleted', sql: 'DELETE FROM response_tags WHERE response_id % 60 = 13' },
]

/** Rows of a write, from mysql2's answer. */
function affectedRows(answer: unknown): number {
  // mysql2/promise answers a write with a header and no fields.
  const [header] = answer as [{ readonly affectedRows: number }]
  return header.affectedRows
}

/**
 * Changes demo data as an hour of the application would: inserts, updates, soft and hard deletes, and rows that arrive
 * with a time inside the overlap.
 *
 * @returns what changed, in the order in which it was done
 */
export async function changeDemoData({
  connection,
}: {
  readonly connection: SourceConnection
}): Promise<readonly ChangedRows[]> {
  return withLaxSession(connection, async () => {
    const changed: ChangedRows[] = []
    for (const { table, change, sql } of STEPS) {
      changed.push({ table, change, rows: affectedRows(await connection.query(sql)) })
    }
    return changed
  })
}
