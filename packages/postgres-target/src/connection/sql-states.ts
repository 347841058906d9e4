import {
  TargetAccessError,
  TargetBusyError,
  TargetTableChangedError,
  TargetUnavailableError,
  TargetWriteError,
} from '@hourglass/contracts/errors'

/** What an SQLSTATE means for the pipeline. */
export interface Meaning {
  readonly error:
    | typeof TargetAccessError
    | typeof TargetBusyError
    | typeof TargetTableChangedError
    | typeof TargetUnavailableError
    | typeof TargetWriteError
  /** What happened and, where somebody has to act, what to do. */
  readonly says: string
  /** Postgres' own text only names things; it may be repeated. Elsewhere it can quote row values. */
  readonly safe: boolean
}

const unavailable = (says: string): Meaning => ({ error: TargetUnavailableError, says, safe: true })
const access = (says: string): Meaning => ({ error: TargetAccessError, says, safe: true })
const busy = (says: string): Meaning => ({ error: TargetBusyError, says, safe: true })
const changed = (says: string): Meaning => ({ error: TargetTableChangedError, says, safe: true })
const act = (says: string): Meaning => ({ error: TargetWriteError, says, safe: true })
const refused = (says: string): Meaning => ({ error: TargetWriteError, says, safe: false })

const RESTORE = 'make the table match the catalog again, or change the catalog'

/**
 * By SQLSTATE, or by its class (first two characters) where no code of its own is listed.
 * Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  '08': unavailable('the connection broke'),
  '0A': act('this server does not support what was asked'),
  '22': refused('a value does not fit its column'),
  '22012': act('a division by zero'),
  '22001': refused('a text is longer than its column'),
  '22003': refused('a number does not fit its column'),
  '22P04': refused('the part is not COPY text of this table'),
  '23': refused('a row breaks a constraint'),
  '23502': refused('a column that must not be null got a null'),
  '23503': refused('a row refers to a row that is not there; synced tables should have no foreign keys'),
  '23505': refused(
    'two rows have the same value in a unique index; unique indexes besides the primary key must be plain indexes or DEFERRABLE',
  ),
  '23514': refused('a row breaks a check constraint'),
  '25006': unavailable('the server takes no writes, which it does while it fails over'),
  '25P03': unavailable('the connection was idle in a transaction for too long'),
  '28': access('Postgres refused the user or its password; check the secret and pg_hba.conf'),
  '3D': access('there is no such database; check its name'),
  '3F': changed(`a schema is missing; run "hourglass migrate", or ${RESTORE}`),
  '40': busy('another transaction was in the way'),
  '42': act('Postgres refused the SQL'),
  '42501': access('a privilege is missing; grant it to the user'),
  '42703': changed(`a column is missing; ${RESTORE}`),
  '42804': changed(`a column has another type; ${RESTORE}`),
  '42P01': changed(`a table is missing; run "hourglass migrate", or ${RESTORE}`),
  '42P10': changed(`the primary key is missing; ${RESTORE}`),
  '53': unavailable('the server ran out of a resource'),
  '53100': act('the server has no disk space left; free some or enlarge the volume'),
  '53300': unavailable('the server has no free connection; lower the connection budget if this lasts'),
  '53400': act('a configured limit of the server was reached'),
  '54': act('a limit of Postgres was reached'),
  '55': busy('something was in use'),
  '55000': act('the server is not in the state for this'),
  '55P03': busy('a lock was not free in time; nothing was changed'),
  '57': unavailable('the server stops or starts'),
  '57014': busy('the statement took too long or was cancelled; nothing was changed'),
  '58': unavailable('the server had an input or output error'),
  XX: act('Postgres had an internal error; see its log'),
}

/** For codes that are not listed: an extension's, a trigger's. */
export const UNKNOWN_MEANING: Meaning = refused('Postgres refused it; see its log for the text, which may hold values')
