import { SourceAccessError, SourceReadError, SourceUnavailableError } from '@hourglass/contracts/errors'
import type { Bound } from '@hourglass/contracts/source/bound'
import { present } from '@hourglass/core/errors'
import { readInnodbTrx } from './innodb-trx.ts'
import { type OpenTransactions, parseTransactions } from './open-transactions.ts'
import { oldestStatementSeconds } from './running-statements.ts'
import type { Query, Session } from './session.ts'

/** How far behind the source's clock the bound stays at least, in seconds: clock steps and rounding of `TIME`. */
const SAFETY_SECONDS = 2

interface Candidate {
  readonly at: string
  readonly by: string
}

const OF_TRANSACTION = 'a transaction with changes or a lock wait that has been open since'

/**
 * The moment before which no row can still appear: the oldest of the source's clock less 2 s, the start of every
 * statement that is running, and the start of every transaction that has modified rows or waits for a lock (invariant
 * I1, edge cases 1, 2, 147 to 151). The order of the reads is the proof:
 *
 * 1. the clock;
 * 2. then the running statements;
 * 3. then the open transactions, from InnoDB's own list and not from the cache of `innodb_trx`.
 *
 * What is not yet committed after step 3 was running in step 2, or had modified rows by step 3, or started later than
 * the clock of step 1. Both lists say how many whole seconds ago something began; counted back from the earlier clock
 * of step 1, that is never too late. `database` is read over `session`, which must have nothing else to do.
 *
 * @throws SourceUnavailableError on a read-only server, where the primary's transactions cannot be seen
 */
export async function observeBound(session: Session, server: string): Promise<Bound> {
  const { query } = session
  await requirePrimary(query, server)
  const { now, account } = await readClock(query)
  const clock = { at: secondsBefore(now, SAFETY_SECONDS), by: `the source clock less ${SAFETY_SECONDS} s` }
  const running = await oldestStatementSeconds(query, server)
  const statement =
    running === null ? null : { at: secondsBefore(now, running + 1), by: 'a statement that has been running since' }
  const transactions = await readTransactions(query, now)
  if (transactions === 'not allowed') {
    return {
      at: clock.at,
      weakened: {
        reason: 'open transactions are not visible to this MySQL user, so only the overlap covers them',
        cure: `run in MySQL: GRANT PROCESS ON *.* TO ${account}`,
      },
      by:
        `${clock.by}; open transactions are not visible to this user, so only the overlap covers them: ` +
        `run GRANT PROCESS ON *.* TO ${account}`,
    }
  }
  if (typeof transactions === 'string') return { at: null, by: transactions }
  return [clock, statement, transactions.oldest].filter((one) => one !== null).reduce(older)
}

/** Both are UTC text of one length, so text order is time order. */
function older(a: Candidate, b: Candidate): Candidate {
  return b.at < a.at ? b : a
}

/** `YYYY-MM-DD hh:mm:ss.ffffff`, UTC, whole seconds earlier. */
export function secondsBefore(moment: string, seconds: number): string {
  const [whole = '', micros = ''] = moment.split('.')
  const then = new Date(Date.parse(`${whole.replace(' ', 'T')}Z`) - seconds * 1000)
  return `${then.toISOString().slice(0, 19).replace('T', ' ')}.${micros}`
}

async function requirePrimary(query: Query, server: string): Promise<void> {
  const [row] = await query('SELECT @@GLOBAL.read_only, @@GLOBAL.innodb_read_only')
  if (row?.every((value) => value === '0' || value === 'OFF')) return
  throw new SourceUnavailableError(
    `MySQL at ${server} is read only: a replica, or a primary during a failover. The bound has to be observed where rows ` +
      'are written; point HOURGLASS_MYSQL_HOST at the primary',
  )
}

async function readClock(query: Query): Promise<{ readonly now: string; readonly account: string }> {
  const [row] = await query("SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%d %H:%i:%s.%f'), CURRENT_USER()")
  const [now, account] = row ?? []
  return {
    now: present(now, 'the clock of MySQL'),
    account: quotedAccount(present(account, 'CURRENT_USER() of MySQL')),
  }
}

/** `user@host` as GRANT takes it. */
function quotedAccount(account: string): string {
  const at = account.lastIndexOf('@')
  return `'${account.slice(0, at)}'@'${account.slice(at + 1)}'`
}

/** The oldest transaction, or why there is no answer: `not allowed`, else the reason for a null bound. */
async function readTransactions(query: Query, now: string): Promise<{ readonly oldest: Candidate | null } | string> {
  try {
    const [row] = await query('SHOW ENGINE INNODB STATUS')
    const listed = parseTransactions(row?.[2] ?? '')
    return listed === null ? await readFromTable(query) : fromList(listed, now)
  } catch (error) {
    if (error instanceof SourceAccessError) return 'not allowed'
    throw error
  }
}

const UNKNOWN_START =
  'a prepared transaction without a session is left from before a restart, its start unknown; see XA RECOVER'

function fromList({ oldestSeconds, unknownStart }: OpenTransactions, now: string) {
  if (unknownStart) return UNKNOWN_START
  return { oldest: oldestSeconds === null ? null : { at: secondsBefore(now, oldestSeconds + 1), by: OF_TRANSACTION } }
}

/** For a server with so many sessions that InnoDB's list, which ends at 1 MB, is cut short. */
async function readFromTable(query: Query): Promise<{ readonly oldest: Candidate | null } | string> {
  const cut = 'SHOW ENGINE INNODB STATUS lists more than 1 MB'
  try {
    const listed = await readInnodbTrx(query)
    if (listed === null) return `${cut}, and information_schema.innodb_trx is polled faster than it is refreshed`
    if (listed.orphaned) return UNKNOWN_START
    return { oldest: listed.oldest === null ? null : { at: listed.oldest, by: OF_TRANSACTION } }
  } catch (error) {
    if (!(error instanceof SourceReadError)) throw error
    return `${cut}, and information_schema.innodb_trx cannot be read while a statement holds characters outside utf8mb3`
  }
}
