import type { SourceConnection } from './write-rows.ts'

/**
 * Runs `work` in a session that takes what old applications have left behind: zero dates and values outside an ENUM.
 * The session's own mode and zone come back afterwards.
 */
export async function withLaxSession<T>(connection: SourceConnection, work: () => Promise<T>): Promise<T> {
  await connection.query('SET @hourglass_sql_mode = @@SESSION.sql_mode, @hourglass_time_zone = @@SESSION.time_zone')
  await connection.query("SET SESSION sql_mode = '', time_zone = '+00:00'")
  try {
    return await work()
  } finally {
    await connection.query('SET SESSION sql_mode = @hourglass_sql_mode, time_zone = @hourglass_time_zone')
  }
}
