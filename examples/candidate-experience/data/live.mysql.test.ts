import { mysqlDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { generateDemoData } from './generate.ts'
import { type LiveMoment, liveMoment } from './live.ts'

const MOMENTS = 120

test('moment after moment surveys are sent, opened, answered and withdrawn, and every row has what it refers to', async () => {
  await using database = await mysqlDatabase()
  const connection = await createConnection({ uri: database.url })
  try {
    await generateDemoData({ connection, rows: 10_000 })
    const counts = async () => {
      const [row] = await database.query<Record<string, string>>(
        `SELECT (SELECT COUNT(*) FROM survey_sends) AS sends, (SELECT COUNT(*) FROM survey_responses) AS responses,
           (SELECT COUNT(*) FROM answers) AS answers`,
      )
      return { sends: Number(row?.['sends']), responses: Number(row?.['responses']), answers: Number(row?.['answers']) }
    }
    const before = await counts()
    const moments: LiveMoment[] = []
    for (let moment = 0; moment < MOMENTS; moment++) moments.push(await liveMoment(connection, 1, moment))
    const total = (field: keyof LiveMoment) => moments.reduce((sum, each) => sum + each[field], 0)

    // No moment passes without work.
    expect(moments.filter(({ sent }) => sent === 0)).toEqual([])
    const after = await counts()
    expect({
      sends: after.sends - before.sends,
      responses: after.responses - before.responses,
      answers: after.answers - before.answers,
    }).toEqual({ sends: total('sent'), responses: total('opened'), answers: total('answers') })
    expect(total('completed')).toBeGreaterThan(0)
    expect(total('answers')).toBe(total('completed') * 8)
    expect(total('withdrawn')).toBeGreaterThan(0)

    const [strays] = await database.query<{ n: string }>(
      `SELECT (SELECT COUNT(*) FROM answers WHERE updated_at > CURRENT_TIMESTAMP(6) - INTERVAL 1 HOUR AND
           (response_id NOT IN (SELECT id FROM survey_responses) OR question_id NOT IN (SELECT id FROM questions)))
        + (SELECT COUNT(*) FROM survey_sends WHERE updated_at > CURRENT_TIMESTAMP(6) - INTERVAL 1 HOUR AND
           (survey_id NOT IN (SELECT id FROM surveys) OR candidate_id NOT IN (SELECT id FROM candidates))) AS n`,
    )
    expect(Number(strays?.n)).toBe(0)
  } finally {
    await connection.end()
  }
})
