import { mysqlDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { generateDemoData } from './generate.ts'

const NOW = Date.UTC(2026, 10, 23, 9)

test('fills every table with exactly the rows that were asked for, the same for the same seed', async () => {
  await using first = await mysqlDatabase()
  await using second = await mysqlDatabase()
  const checksums: unknown[] = []
  for (const database of [first, second]) {
    const connection = await createConnection({ uri: database.url })
    try {
      const progress: number[] = []
      const counts = await generateDemoData({
        connection,
        rows: 20_000,
        seed: 7,
        now: NOW,
        onProgress: ({ written }) => progress.push(written),
      })
      expect(progress.at(-1)).toBe(20_000)
      for (const [table, expected] of Object.entries(counts)) {
        const [found] = await database.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${table}`)
        expect([table, Number(found?.n)]).toEqual([table, expected])
      }
    } finally {
      await connection.end()
    }
    checksums.push(await database.query(`CHECKSUM TABLE answers, candidates, users, jobs, survey_sends`))
  }
  const sums = checksums.map((rows) => (rows as { Checksum: unknown }[]).map((row) => row.Checksum))
  expect(sums[0]).toEqual(sums[1])
})
