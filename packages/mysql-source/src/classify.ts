import {
  SourceAccessError,
  SourceReadError,
  SourceTableChangedError,
  SourceUnavailableError,
} from '@hourglass/contracts/errors'
import { HourglassError, type HourglassErrorOptions } from '@hourglass/core/errors'

type SourceErrorClass = new (message: string, options?: HourglassErrorOptions) => HourglassError

/** Where a failure happened, for its message. */
export interface Place {
  /** `host:port`. */
  readonly server: string
  /** What was being read, e.g. `table "analytics.answers", chunk c00003`; absent while connecting. */
  readonly reading?: string
}

interface Rule {
  readonly kind: SourceErrorClass
  readonly found: string
  readonly fix: string
}

const unavailable = (found: string, fix = 'the step is retried'): Rule => ({ kind: SourceUnavailableError, found, fix })
const access = (found: string, fix: string): Rule => ({ kind: SourceAccessError, found, fix })
const changed = (found: string): Rule => ({
  kind: SourceTableChangedError,
  found,
  fix: 'compare the table with its file in src/tables and update one of them',
})
const read = (found: string, fix: string): Rule => ({ kind: SourceReadError, found, fix })

const CREDENTIALS = 'check the user and password in the secret of the source'
const lost = unavailable('the connection was lost')
const cannotConnect = unavailable('no connection could be made', 'check host, port and firewall; the step is retried')
const connections = unavailable('the server has no free connection', 'lower HOURGLASS_CONNECTION_BUDGET')
const stopping = unavailable('the server is stopping or starting')
const busy = unavailable('another session held a lock for too long')
const readOnly = unavailable('the server is read only, as during a failover', 'the step is retried on a new connection')
const stopped = unavailable('somebody ended the query or its connection on the server')
const tooSlow = read('the statement took longer than allowed', "lower the table's split.rows, or add an index")

/** One row per error code of mysql2, Node or the server (names and numbers: MySQL and MariaDB error references). */
const RULES: Readonly<Record<string, Rule>> = {
  ECONNREFUSED: cannotConnect,
  ETIMEDOUT: cannotConnect,
  ENOTFOUND: cannotConnect,
  EAI_AGAIN: cannotConnect,
  EHOSTUNREACH: cannotConnect,
  ENETUNREACH: cannotConnect,
  ECONNRESET: lost,
  EPIPE: lost,
  PROTOCOL_CONNECTION_LOST: lost,
  PROTOCOL_ERROR: lost,
  PROTOCOL_SEQUENCE_TIMEOUT: unavailable('the server did not answer in time'),
  PROTOCOL_UNEXPECTED_PACKET: lost,
  '1040': connections,
  '1203': connections,
  '1226': connections,
  '1053': stopping,
  '1077': stopping,
  '1079': stopping,
  '1129': unavailable(
    'the server blocks this host after too many broken connections',
    'run FLUSH HOSTS or raise max_connect_errors',
  ),
  '1152': lost,
  '1158': lost,
  '1159': lost,
  '1160': lost,
  '1161': lost,
  '1184': lost,
  '2002': cannotConnect,
  '2003': cannotConnect,
  '2006': lost,
  '2013': lost,
  '1205': busy,
  '1213': busy,
  '1290': readOnly,
  '1836': readOnly,
  // KILL, from a person or a proxy.
  '1317': stopped,
  '1927': stopped,
  '3169': stopped,
  '4031': lost,
  // DDL between the snapshot and the read; the next snapshot sees the new table (edge case 97).
  '1412': unavailable('the table was altered while it was being read'),
  '1045': access('the user or password was refused', CREDENTIALS),
  '1698': access('the user was refused', CREDENTIALS),
  '3118': access('the account is locked', 'unlock it (ALTER USER ... ACCOUNT UNLOCK)'),
  '1820': access('the password has expired', CREDENTIALS),
  '1862': access('the password has expired', CREDENTIALS),
  '1130': access('the server takes no connection from this host', 'create the user for this network'),
  '1044': access('the user may not use the database', 'grant it SELECT on the database'),
  '1142': access('the user may not read the table', 'grant it SELECT on the table'),
  '1143': access('the user may not read a column', 'grant it SELECT on the table'),
  '1227': access('a privilege is missing', 'grant the source user the privileges of docs/your-databases.md'),
  '3159': access('the server takes only TLS connections', 'set HOURGLASS_MYSQL_TLS to verify'),
  HANDSHAKE_NO_SSL_SUPPORT: access('the server offers no TLS', 'enable TLS on the server'),
  HANDSHAKE_SSL_ERROR: access('TLS failed', 'check the certificate of the server and its authority'),
  '1049': read('the database does not exist', 'check HOURGLASS_MYSQL_DATABASE'),
  '1146': changed('the table does not exist'),
  '1054': changed('a column does not exist'),
  '1356': changed('the view is broken'),
  '1969': tooSlow,
  '3024': tooSlow,
}

/**
 * Turns anything that mysql2, Node or the server throws into one of our source errors. The server's own text is left
 * out: it can quote values, and mysql2 adds the whole statement with its bound values.
 */
export function classify(thrown: unknown, place: Place): HourglassError {
  if (thrown instanceof HourglassError) return thrown
  const codes = codesOf(thrown)
  const known = codes.map((code) => RULES[code]).find((rule) => rule !== undefined)
  const { kind, found, fix } = known ?? tlsRule(codes) ?? read('the read failed', 'look the code up; it is not retried')
  const code = codes.join(', ') || 'no code'
  const where = place.reading === undefined ? '' : ` while reading ${place.reading}`
  return new kind(`MySQL at ${place.server}${where}: ${found} (${code}); ${fix}`, {
    cause: new Error(`MySQL client or server error ${code}`),
    fields: { server: place.server, code },
  })
}

/** True when other credentials may help. */
export function isRefusedLogin(thrown: unknown): boolean {
  return codesOf(thrown).some((code) => code === '1045' || code === '1698')
}

/** Error codes as text: the name that mysql2 or Node gives, and the number of the server. */
export function codesOf(thrown: unknown): readonly string[] {
  if (typeof thrown !== 'object' || thrown === null) return []
  const code = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : []
  const errno = 'errno' in thrown && typeof thrown.errno === 'number' && thrown.errno > 0 ? [`${thrown.errno}`] : []
  return [...code, ...errno]
}

/** Node's own certificate errors: ERR_TLS_CERT_ALTNAME_INVALID, DEPTH_ZERO_SELF_SIGNED_CERT, CERT_HAS_EXPIRED... */
function tlsRule(codes: readonly string[]): Rule | undefined {
  return codes.some((code) => /^ERR_(TLS|SSL)_|CERT|UNABLE_TO_/.test(code)) ? RULES['HANDSHAKE_SSL_ERROR'] : undefined
}
