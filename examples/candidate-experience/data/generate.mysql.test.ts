import { mysqlDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'
import { expect, test } from 'vitest'
import { changeDemoData } from './change.ts'
import { DEMO_TABLES } from './demo-tables.ts'
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
    // Not jobs: CHECKSUM TABLE of a table with a stored generated column differs from one call to the next.
    checksums.push(await database.query('CHECKSUM TABLE answers, candidates, users, applications, survey_sends'))
  }
  const sums = checksums.map((rows) => (rows as { Checksum: unknown }[]).map((row) => row.Checksum))
  expect(sums[0]).toEqual(sums[1])
})

test('an hour of changes touches every way in which rows change, and leaves the session as it was', async () => {
  await using database = await mysqlDatabase()
  const connection = await createConnection({ uri: database.url })
  try {
    await connection.query("SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = '+05:00'")
    await generateDemoData({ connection, rows: 20_000 })
    const [before] = await database.query<{ last: string }>('SELECT MAX(updated_at) AS last FROM answers')
    const [clock] = await database.query<{ quiet: string }>('SELECT UTC_TIMESTAMP(6) - INTERVAL 119 MINUTE AS quiet')
    expect(String(before?.last) < String(clock?.quiet)).toBe(true)

    const changed = await changeDemoData({ connection })
    expect(new Set(changed.map(({ change }) => change))).toEqual(
      new Set(['inserted', 'updated', 'softDeleted', 'deleted', 'late']),
    )
    expect(changed.filter(({ rows }) => rows === 0)).toEqual([])

    const [late] = await database.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM answers WHERE updated_at BETWEEN UTC_TIMESTAMP(6) - INTERVAL 300 SECOND AND UTC_TIMESTAMP(6) - INTERVAL 100 SECOND',
    )
    expect(Number(late?.n)).toBe(changed.find(({ change }) => change === 'late')?.rows)
    const [session] = await connection.query('SELECT @@SESSION.sql_mode AS mode, @@SESSION.time_zone AS zone')
    expect(session).toEqual([{ mode: 'STRICT_ALL_TABLES', zone: '+05:00' }])
  } finally {
    await connection.end()
  }
})

test('where the server takes no LOAD DATA LOCAL, the same rows come by INSERT', async () => {
  await using loaded = await mysqlDatabase()
  await using inserted = await mysqlDatabase()
  const sums: unknown[] = []
  // A client without the capability is refused as by a server that forbids it to all.
  for (const [database, flags] of [
    [loaded, []],
    [inserted, ['-LOCAL_FILES']],
  ] as const) {
    const connection = await createConnection({ uri: database.url, flags: [...flags] })
    try {
      await generateDemoData({ connection, rows: 10_000, seed: 3, now: NOW })
    } finally {
      await connection.end()
    }
    const tables = DEMO_TABLES.map(({ name }) => name).filter((name) => name !== 'jobs')
    const rows = await database.query<{ Checksum: unknown }>(`CHECKSUM TABLE ${tables.join(', ')}`)
    sums.push(rows.map(({ Checksum }) => Checksum))
  }
  expect(sums[1]).toEqual(sums[0])
})

test('fails when the rows asked for are too few to spread', async () => {
  await using database = await mysqlDatabase()
  const connection = await createConnection({ uri: database.url })
  try {
    await expect(generateDemoData({ connection, rows: 9_999 })).rejects.toThrow('9999 rows')
  } finally {
    await connection.end()
  }
})
