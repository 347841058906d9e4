import { createConnection } from 'mysql2/promise'

/** The server's table of row locks is small: it has room for this many in one statement. */
const MOST_AT_ONCE = 100_000

/** Makes the table of `narrow-catalog` and fills it with `rows` rows, by copying what is there. */
export async function fillNarrow(url: string, rows: number): Promise<void> {
  const connection = await createConnection(url)
  try {
    await connection.query(
      `CREATE TABLE narrow (
         id BIGINT UNSIGNED NOT NULL PRIMARY KEY, value INT NOT NULL, code VARCHAR(40) NOT NULL,
         updated_at TIMESTAMP(6) NOT NULL DEFAULT '2026-01-01 00:00:00', KEY narrow_updated_at (updated_at)
       ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`,
    )
    await connection.query("INSERT INTO narrow (id, value, code) VALUES (1, 0, 'c0')")
    for (let filled = 1; filled < rows; ) {
      const step = Math.min(filled, rows - filled, MOST_AT_ONCE)
      await connection.query(
        `INSERT INTO narrow (id, value, code)
         SELECT id + ?, (id * 7919) % 100000, CONCAT('code ', (id * 31) % 1000) FROM narrow WHERE id <= ?`,
        [filled, step],
      )
      filled += step
    }
    await connection.query('ANALYZE TABLE narrow')
  } finally {
    await connection.end()
  }
}
