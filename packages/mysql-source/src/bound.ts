import { setTimeout as delay } from 'node:timers/promises'
import { SourceAccessError, SourceUnavailableError } from '@hourglass/contracts/errors'
import type { Bound } from '@hourglass/contracts/source/bound'
import { MARK, type Query, type Session } from './session.ts'

/** How far behind the source's clock the bound stays at least, in seconds: clock steps and rounding of `TIME`. */
const SAFETY_SECONDS = 2
/** `innodb_trx` is a cache that is refreshed only after nobody has read it for 100 ms (edge case 149). */
const CACHE_MS = 130
const MOST_CACHE_READS = 20

interface Candidate {
  readonly at: string
  readonly by: string
}

/**
 * The moment before which no row can still appear: the oldest of the source's clock less 2 s, the start of every
 * statement that is running, and the start of every transaction that has modified rows or waits for a lock (invariant
 * I1, edge cases 1, 2, 147 to 151). The order of the reads is the proof:
 *
 * 1. the clock and the running statements, in one statement;
 * 2. then a transaction of our own is started;
 * 3. then the open transactions, read until that one is among them, so from a cache no older than step 2.
 *
 * What is not yet committed afterwards was running in step 1, or had modified rows by step 2, or started later than the
 * clock of step 1. `database` is read over `session`, which must have nothing else to do.
 *
 * @throws SourceUnavailableError on a read-only server, where the primary's transactions cannot be seen
 */
export async function observeBound(session: Session, server: string): Promise<Bound> {
  const { query } = session
  await requirePrimary(query, server)
  const { clock, statement, account } = await readStatements(query)
  await query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
  const transactions = await readTransactions(query)
  await query('COMMIT')
  if (transactions === 'not allowed') {
    return {
      at: clock.at,
      by:
        `${clock.by}; open transactions are not visible to this user, so only the overlap covers them: ` +
        `run GRANT PROCESS ON *.* TO ${account}`,
    }
  }
  if (transactions === 'stale') {
    return {
      at: null,
      by: 'information_schema.innodb_trx is polled by another session faster than it is refreshed; poll it less often',
    }
  }
  if (transactions.orphaned) {
    return {
      at: null,
      by: 'a transaction without a session is prepared or being rolled back, its start unknown; see XA RECOVER',
    }
  }
  return [clock, statement, transactions.oldest].filter((one) => one !== null).reduce(older)
}

/** Both are UTC text of one length, so text order is time order. */
function older(a: Candidate, b: Candidate): Candidate {
  return b.at < a.at ? b : a
}

async function requirePrimary(query: Query, server: string): Promise<void> {
  const [row] = await query('SELECT @@GLOBAL.read_only, @@GLOBAL.innodb_read_only')
  if (row?.every((value) => value === '0' || value === 'OFF')) return
  throw new SourceUnavailableError(
    `MySQL at ${server} is read only: a replica, or a primary during a failover. The bound has to be observed where rows ` +
      'are written; point HOURGLASS_MYSQL_HOST at the primary',
  )
}

/** Sessions that never write rows of their own: idle ones, dump and replication threads, the scheduler. */
const NO_STATEMENT = ['Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID']
const NO_USER = ['system user', 'event_scheduler']

async function readStatements(
  query: Query,
): Promise<{ readonly clock: Candidate; readonly statement: Candidate | null; readonly account: string }> {
  // TIME is in whole seconds, cut off, so a statement may have started almost one second earlier.
  const [row] = await query(
    `SELECT ${asText(`UTC_TIMESTAMP(6) - INTERVAL ${SAFETY_SECONDS} SECOND`)},
            ${asText('UTC_TIMESTAMP(6) - INTERVAL (MAX(GREATEST(COALESCE(time, 0), 0)) + 1) SECOND')},
            CURRENT_USER()
       FROM information_schema.processlist
      WHERE id <> CONNECTION_ID()
        AND command NOT IN (${NO_STATEMENT.map((name) => `'${name}'`).join(', ')})
        AND user NOT IN (${NO_USER.map((name) => `'${name}'`).join(', ')})
        AND (info IS NULL OR info NOT LIKE '${MARK}%')`,
  )
  const [clock, statement, account] = row ?? []
  return {
    clock: { at: clock ?? '', by: `the source clock less ${SAFETY_SECONDS} s` },
    statement: typeof statement === 'string' ? { at: statement, by: 'a statement that has been running since' } : null,
    account: quotedAccount(account ?? ''),
  }
}

/** `user@host` as GRANT takes it. */
function quotedAccount(account: string): string {
  const at = account.lastIndexOf('@')
  return `'${account.slice(0, at)}'@'${account.slice(at + 1)}'`
}

interface Transactions {
  readonly oldest: Candidate | null
  /** One without a session, as after a crash: it shows the restart as its start (edge case 151). */
  readonly orphaned: boolean
}

/** Reads until the cache is known to be newer than our own transaction. */
async function readTransactions(query: Query): Promise<Transactions | 'not allowed' | 'stale'> {
  for (let read = 0; read < MOST_CACHE_READS; read++) {
    await delay(CACHE_MS)
    try {
      const [row] = await query(TRANSACTIONS)
      const [fresh, orphans, oldest] = row ?? []
      if (fresh === '1') {
        return {
          orphaned: orphans !== '0',
          oldest:
            typeof oldest === 'string'
              ? { at: oldest, by: 'a transaction with changes or a lock wait that has been open since' }
              : null,
        }
      }
    } catch (error) {
      if (error instanceof SourceAccessError) return 'not allowed'
      throw error
    }
  }
  return 'stale'
}

/** Anything that may commit rows later. One that has only read so far gets its timestamps when it writes. */
const MAY_WRITE = "(trx_rows_modified > 0 OR trx_state <> 'RUNNING')"

const TRANSACTIONS = `
  SELECT COALESCE(MAX(trx_mysql_thread_id = CONNECTION_ID()), 0),
         COALESCE(SUM(trx_mysql_thread_id = 0 AND ${MAY_WRITE}), 0),
         ${asText(`MIN(IF(${MAY_WRITE}, ${systemTimeToUtc('trx_started')}, NULL))`)}
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

function asText(moment: string): string {
  return `DATE_FORMAT(${moment}, '%Y-%m-%d %H:%i:%s.%f')`
}
