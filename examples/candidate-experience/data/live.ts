import type { SourceConnection } from '@hourglass/sample-data/write-rows'
import { LANGUAGES } from './phrases.ts'
import { type RowRandom, SeededRandom, streamOf } from './random.ts'
import { comment, contextJson } from './texts.ts'

/** What happened at the source in one moment: rows of each kind. */
export interface LiveMoment {
  readonly sent: number
  readonly opened: number
  readonly completed: number
  readonly answers: number
  readonly withdrawn: number
}

const MOST_SENT = 4
const MOST_OPENED = 3
const MOST_COMPLETED = 2
/** Rows touched within this time are the ones that candidates are busy with; older ones stay as they are. */
const BUSY_MINUTES = 120
const WITHDRAWN_SHARE = 0.05
const CHANNELS = ['email', 'email', 'sms', 'link', 'widget'] as const

/**
 * Lets the application work for a moment: surveys are sent, some candidates open one, some of those answer it to the
 * end, and now and then a response is withdrawn with its answers. What was begun in one moment is ended in a later one.
 *
 * @param connection a connection whose database holds the tables of schema.sql, with rows
 * @param moment counts up from 0; `seed` and `moment` choose who does what
 */
export async function liveMoment(connection: SourceConnection, seed: number, moment: number): Promise<LiveMoment> {
  const random = new SeededRandom().startRow(seed, streamOf('live'), moment)
  const sent = await sendSurveys(connection, 1 + random.below(MOST_SENT), random)
  const opened = await openSurveys(connection, random.below(MOST_OPENED + 1), random)
  const { completed, answers } = await completeResponses(connection, random.below(MOST_COMPLETED + 1), random)
  const withdrawn = random.chance(WITHDRAWN_SHARE) ? await withdrawResponse(connection) : 0
  return { sent, opened, completed, answers, withdrawn }
}

async function sendSurveys(connection: SourceConnection, count: number, random: RowRandom): Promise<number> {
  let sent = 0
  for (let n = 0; n < count; n++) {
    sent += await write(
      connection,
      `INSERT INTO survey_sends (survey_id, candidate_id, channel, token, cost, sent_at)
       SELECT s.id, c.id, '${random.pick(CHANNELS)}', UNHEX(REPLACE(UUID(), '-', '')), 0.000125, UTC_TIMESTAMP(6)
       FROM ${rowAt('surveys', random)} AS s, ${rowAt('candidates', random)} AS c`,
    )
  }
  return sent
}

/** Sends of late that nobody has opened yet; who opens one starts a response. */
async function openSurveys(connection: SourceConnection, most: number, random: RowRandom): Promise<number> {
  const unopened = await rowsOf<{ readonly id: string; readonly survey: number; readonly candidate: string }>(
    connection,
    `SELECT CAST(id AS CHAR) AS id, survey_id AS survey, CAST(candidate_id AS CHAR) AS candidate FROM survey_sends
     WHERE opened_at IS NULL AND ${busy('updated_at')} ORDER BY updated_at, id LIMIT ${most}`,
  )
  for (const { id, survey, candidate } of unopened) {
    await write(connection, `UPDATE survey_sends SET opened_at = UTC_TIMESTAMP(6) WHERE id = ${id}`)
    await write(
      connection,
      `INSERT INTO survey_responses (survey_id, candidate_id, status, context)
       VALUES (${survey}, ${candidate}, 'started', ${text(contextJson(Number(candidate), random))})`,
    )
  }
  return unopened.length
}

/** Responses that were started of late: every question of the survey gets an answer. */
async function completeResponses(connection: SourceConnection, most: number, random: RowRandom) {
  const started = await rowsOf<{ readonly id: string }>(
    connection,
    `SELECT CAST(id AS CHAR) AS id FROM survey_responses
     WHERE status = 'started' AND deleted_at IS NULL AND ${busy('created_at')} AND ${busy('updated_at')}
     ORDER BY updated_at, id LIMIT ${most}`,
  )
  let answers = 0
  for (const { id } of started) {
    const words = text(comment(random.pick(LANGUAGES), Number(id), random))
    answers += await write(
      connection,
      `INSERT INTO answers (response_id, question_id, rating, body, answered_at)
       SELECT r.id, q.id, FLOOR(q.scale_max * ${random.next()}), IF(q.scale_max IS NULL, ${words}, NULL), UTC_TIMESTAMP(6)
       FROM survey_responses AS r JOIN questions AS q ON q.survey_id = r.survey_id WHERE r.id = ${id}`,
    )
    await write(
      connection,
      `UPDATE survey_responses SET status = 'completed', nps = ${10 - random.skewed(11)}, comment = ${words},
         score = ${(random.below(10_001) / 100).toFixed(2)}, seconds_spent = ${random.next() * 1_000},
         responded_at = UTC_TIMESTAMP(6) WHERE id = ${id}`,
    )
  }
  return { completed: started.length, answers }
}

/** One response of late is withdrawn on request, and its answers with it. */
async function withdrawResponse(connection: SourceConnection): Promise<number> {
  const [response] = await rowsOf<{ readonly id: string }>(
    connection,
    `SELECT CAST(id AS CHAR) AS id FROM survey_responses
     WHERE status = 'completed' AND deleted_at IS NULL AND ${busy('updated_at')} ORDER BY updated_at, id LIMIT 1`,
  )
  if (!response) return 0
  await write(
    connection,
    `UPDATE survey_responses SET deleted_at = CURRENT_TIMESTAMP(6), comment = NULL WHERE id = ${response.id}`,
  )
  await write(
    connection,
    `UPDATE answers SET deleted_at = CURRENT_TIMESTAMP(6), body = NULL WHERE response_id = ${response.id}`,
  )
  return 1
}

/** A row somewhere in a table, by its key: as fast in a table of any size. */
function rowAt(table: string, random: RowRandom): string {
  const from = `(SELECT FLOOR(MAX(id) * ${random.next()}) FROM ${table})`
  return `(SELECT id FROM ${table} WHERE id >= ${from} ORDER BY id LIMIT 1)`
}

function busy(column: string): string {
  return `${column} > CURRENT_TIMESTAMP(6) - INTERVAL ${BUSY_MINUTES} MINUTE`
}

/** A text as SQL, whatever is in it and whatever the session's quoting rules are. */
function text(value: string): string {
  return `CONVERT(UNHEX('${Buffer.from(value).toString('hex')}') USING utf8mb4)`
}

async function write(connection: SourceConnection, statement: string): Promise<number> {
  // mysql2/promise answers a write with a header and no fields.
  const [header] = (await connection.query(statement)) as [{ readonly affectedRows: number }]
  return header.affectedRows
}

async function rowsOf<Row>(connection: SourceConnection, statement: string): Promise<readonly Row[]> {
  // mysql2/promise answers with rows and fields.
  const [rows] = (await connection.query(statement)) as [readonly Row[]]
  return rows
}
