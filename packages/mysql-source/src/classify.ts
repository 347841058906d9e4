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
  /** The authority of the server's certificate, when it is not trusted. */
  readonly issuer?: string
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
  fix: 'compare the table with its file in tables/ of the catalog and update one of them',
})
const read = (found: string, fix: string): Rule => ({ kind: SourceReadError, found, fix })

const CREDENTIALS =
  'check the user and password in the secret of the source; a user with REQUIRE SSL is refused the same way by a server ' +
  'that offers no TLS'
const CERTIFICATE =
  'use the host name that the certificate is for, and trust its authority (?ssl-ca=<file.pem> in HOURGLASS_MYSQL_URL, ' +
  'NODE_EXTRA_CA_CERTS for a worker)'
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
  // A person has taken the server off line for users without CONNECTION_ADMIN; it comes back.
  '3032': unavailable('the server is in offline mode'),
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
  '3955': access(
    'the account is locked after too many wrong passwords',
    'correct the password in the secret of the source, then unlock it (ALTER USER ... ACCOUNT UNLOCK)',
  ),
  '1820': access('the password has expired', CREDENTIALS),
  '1862': access('the password has expired', CREDENTIALS),
  '1130': access('the server takes no connection from this host', 'create the user for this network'),
  '1044': access('the user may not use the database', 'grant it SELECT on the database'),
  '1142': access('the user may not read the table', 'grant it SELECT on the table'),
  '1143': access('the user may not read a column', 'grant it SELECT on the table'),
  '1227': access('a privilege is missing', 'grant the source user the privileges of docs/your-databases.md'),
  '3159': access('the server takes only TLS connections', 'set HOURGLASS_MYSQL_TLS to verify'),
  HANDSHAKE_NO_SSL_SUPPORT: access('the server offers no TLS', 'enable TLS on the server'),
  HANDSHAKE_SSL_ERROR: access('TLS failed', CERTIFICATE),
  '1049': read('the database does not exist', 'check HOURGLASS_MYSQL_DATABASE'),
  '1146': changed('the table does not exist'),
  '1054': changed('a column does not exist'),
  '1356': changed('the view is broken'),
  '1969': tooSlow,
  '3024': tooSlow,
}

/**
 * Turns anything that mysql2, Node or the server throws into one of our source errors. Of the server's own text only what
 * stands before the first quotation mark is kept, and of errors that are not known: the rest can quote values, and
 * mysql2 adds the whole statement with its bound values.
 */
export function classify(thrown: unknown, place: Place): HourglassError {
  if (thrown instanceof HourglassError) return thrown
  const codes = codesOf(thrown)
  const known = codes.map((code) => RULES[code]).find((rule) => rule !== undefined) ?? tlsRule(codes)
  const { kind, found, fix } = known ?? read('the read failed', 'look the code up; it is not retried')
  const code = codes.join(', ') || 'no code'
  const where = place.reading === undefined ? '' : ` while reading ${place.reading}`
  const words =
    known === undefined ? serverWords(thrown) : known.fix === CERTIFICATE ? certificateWords(thrown, place) : ''
  return new kind(`MySQL at ${place.server}${where}: ${found}${words} (${code}); ${fix}`, {
    cause: new Error(`MySQL client or server error ${code}`),
    fields: { server: place.server, code },
  })
}

/** Error text that an application's own trigger or procedure wrote (SIGNAL): it may hold anything, anywhere. */
const WRITTEN_BY_APPLICATION = '1644'
const MOST_WORDS = 120

/** The server's words up to the first quotation mark, behind which a value may begin. */
function serverWords(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('sqlMessage' in thrown)) return ''
  if (typeof thrown.sqlMessage !== 'string' || codesOf(thrown).includes(WRITTEN_BY_APPLICATION)) return ''
  const [words = ''] = thrown.sqlMessage.split(/['"`\u2018\u201c]/, 1)
  const shown = words.trim().slice(0, MOST_WORDS)
  return shown === '' ? '' : `: ${shown}${words.length < thrown.sqlMessage.length ? ' ...' : ''}`
}

/** Node's words: they name the host and the certificate's names, never a row. */
function certificateWords(thrown: unknown, { issuer }: Place): string {
  const words = thrown instanceof Error ? `: ${thrown.message}` : ''
  return issuer === undefined ? words : `${words}; its authority is "${issuer}"`
}

/** True when other credentials may help. */
export function isRefusedLogin(thrown: unknown): boolean {
  return codesOf(thrown).some((code) => code === '1045' || code === '1698')
}

/** True when the server may have refused only because there was no TLS. */
export function mayNeedTls(thrown: unknown): boolean {
  return isRefusedLogin(thrown) || codesOf(thrown).includes('3159')
}

/** True when the server has no TLS to offer. */
export function offersNoTls(thrown: unknown): boolean {
  return codesOf(thrown).includes('HANDSHAKE_NO_SSL_SUPPORT')
}

/** True when the certificate was not accepted. */
export function isUntrusted(thrown: unknown): boolean {
  const codes = codesOf(thrown)
  return codes.includes('HANDSHAKE_SSL_ERROR') || tlsRule(codes) !== undefined
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
