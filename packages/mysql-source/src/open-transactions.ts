/** The open transactions that may still commit rows, as `SHOW ENGINE INNODB STATUS` lists them. */
export interface OpenTransactions {
  /** Whole seconds since the oldest one whose start is known has begun; null when there is none. */
  readonly oldestSeconds: number | null
  /** One that was prepared (XA) before a restart: it can still commit, and shows the restart as its start (edge case 151). */
  readonly unknownStart: boolean
}

const LIST = 'LIST OF TRANSACTIONS FOR EACH SESSION:'
const END = /\nEND OF INNODB MONITOR OUTPUT\n=+\s*$/
/** What InnoDB writes where it leaves out transactions, because the text would be longer than 1 MB. */
const TRUNCATED = '\n... truncated...\n'
/** What it writes instead of the list when it could not lock it. */
const SKIPPED = 'SKIP LOCK INFO PRINTING'

/**
 * `---TRANSACTION 1566, ACTIVE (PREPARED) 12 sec recovered trx`. States without seconds are not open: not started,
 * forced to roll back, committed in memory. The last one is visible to every snapshot that starts now.
 */
const HEADER = /^---TRANSACTION [^,\n]+, ACTIVE (\(PREPARED\) )?(\d+) sec(.*)$/gm
/** Lines of InnoDB's own that follow a header: tables in use, lock structs, undo log entries. */
const DETAILS = 2

/**
 * Reads the list. Statements of clients are part of the text, so any line can be forged: a header or a mark of an
 * incomplete list inside a statement can add a transaction or make the list count as incomplete, which only holds the
 * bound back. What InnoDB itself says of a transaction comes before its statement, so nothing can be hidden.
 *
 * @returns null when the list is not complete
 */
export function parseTransactions(status: string): OpenTransactions | null {
  if (!status.includes(LIST) || !END.test(status)) return null
  if (status.includes(TRUNCATED) || status.includes(SKIPPED)) return null
  let oldestSeconds: number | null = null
  let unknownStart = false
  for (const { index, 0: header, 1: prepared, 2: seconds, 3: rest } of status.matchAll(HEADER)) {
    const recovered = (rest ?? '').includes('recovered trx')
    if (recovered) {
      // One that was not prepared is being rolled back and never commits.
      if (prepared !== undefined) unknownStart = true
      continue
    }
    if (prepared === undefined && !mayCommitRows(status.slice(index + header.length + 1, index + 1000))) continue
    oldestSeconds = Math.max(oldestSeconds ?? 0, Number(seconds))
  }
  return { oldestSeconds, unknownStart }
}

/** Whether it has changed rows or waits for a lock. One that has only read so far gets its timestamps when it writes. */
function mayCommitRows(following: string): boolean {
  const [first = '', second = ''] = following.split('\n', DETAILS)
  const details = first.startsWith('mysql tables in use') ? second : first
  return details.startsWith('LOCK WAIT') || /, undo log entries \d+/.test(details)
}
