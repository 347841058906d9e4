import { setTimeout as delay } from 'node:timers/promises'
import type { Query } from './session.ts'

/** `innodb_trx` is a cache that is refreshed only after nobody has read it for 100 ms (edge case 149). */
const CACHE_MS = 130
const MOST_CACHE_READS = 20

/** The open transactions that may still commit rows, as `information_schema.innodb_trx` lists them. */
export interface ListedTransactions {
  /** Start of the oldest one, UTC text with microseconds, cut off to whole seconds; null when there is none. */
  readonly oldest: string | null
  /** One without a session, as after a crash: it may show the restart as its start (edge case 151). */
  readonly orphaned: boolean
}

/**
 * Reads the table until a transaction of our own is among its rows, so from a cache that is no older than this call.
 * Null when another session polls the table faster than it is refreshed.
 *
 * @throws SourceAccessError without the PROCESS privilege; SourceReadError on MySQL while any transaction's statement
 * holds a character that utf8mb3 does not have (error 3854)
 */
export async function readInnodbTrx(query: Query): Promise<ListedTransactions | null> {
  await query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
  try {
    for (let read = 0; read < MOST_CACHE_READS; read++) {
      await delay(CACHE_MS)
      const [row] = await query(TRANSACTIONS)
      const [fresh, orphans, oldest] = row ?? []
      if (fresh === '1') return { oldest: oldest ?? null, orphaned: orphans !== '0' }
    }
    return null
  } finally {
    await query('COMMIT')
  }
}

/** Anything that may commit rows later. One that has only read so far gets its timestamps when it writes. */
const MAY_WRITE = "(trx_rows_modified > 0 OR trx_state <> 'RUNNING')"

const TRANSACTIONS = `
  SELECT COALESCE(MAX(trx_mysql_thread_id = CONNECTION_ID()), 0),
         COALESCE(SUM(trx_mysql_thread_id = 0 AND ${MAY_WRITE}), 0),
         DATE_FORMAT(MIN(IF(${MAY_WRITE}, ${systemTimeToUtc('trx_started')}, NULL)), '%Y-%m-%d %H:%i:%s.%f')
    FROM information_schema.innodb_trx`

/**
 * A DATETIME in the server's system time zone, which `trx_started` has whatever the session's zone is (edge case 148),
 * as UTC. An hour that the clocks repeat in autumn is taken as the earlier one.
 */
export function systemTimeToUtc(local: string): string {
  const utc = `CONVERT_TZ(${local}, 'SYSTEM', '+00:00')`
  const hourBefore = `${utc} - INTERVAL 1 HOUR`
  return `IF(CONVERT_TZ(${hourBefore}, '+00:00', 'SYSTEM') = ${local}, ${hourBefore}, ${utc})`
}
