import { SourceReadError } from '@hourglass/contracts/errors'
import { MARK, type Query } from './session.ts'

/** Sessions that never write rows of their own: idle ones, dump and replication threads, the scheduler. */
const NO_STATEMENT = new Set(['Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID'])
const NO_USER = new Set(['system user', 'event_scheduler'])

/** Columns of SHOW PROCESSLIST that are looked at; MariaDB has one more. */
const USER = 1
const COMMAND = 4
const TIME = 5
const INFO = 7

/**
 * Whole seconds since the oldest statement of the server has begun, cut off, our own readers left out: a read-only
 * session cannot write. Null when none runs.
 *
 * SHOW PROCESSLIST, because `information_schema.processlist` fails on MySQL while any session runs a statement with a
 * character that utf8mb3 does not have (error 3854), and `performance_schema.processlist` is empty where
 * performance_schema is off. This statement itself has to be in the list, so an empty list is not taken for a quiet server.
 *
 * @throws SourceReadError when it is not
 */
export async function oldestStatementSeconds(query: Query, server: string): Promise<number | null> {
  const sessions = await query('SHOW PROCESSLIST')
  if (!sessions.some((session) => session[INFO]?.startsWith(MARK))) {
    throw new SourceReadError(
      `MySQL at ${server}: SHOW PROCESSLIST does not list the session that asks, so running statements cannot be seen; ` +
        'set performance_schema_show_processlist to OFF',
    )
  }
  const seconds = sessions
    .filter(
      (session) =>
        !NO_STATEMENT.has(session[COMMAND] ?? '') &&
        !NO_USER.has(session[USER] ?? '') &&
        session[INFO]?.startsWith(MARK) !== true,
    )
    // Negative for a session that has set its own clock forward.
    .map((session) => Math.max(Number(session[TIME] ?? 0), 0))
  return seconds.length === 0 ? null : Math.max(...seconds)
}
