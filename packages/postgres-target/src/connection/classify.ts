import { TargetAccessError, TargetUnavailableError } from '@hourglass/contracts/errors'
import { type ErrorFields, HourglassError, messageOf } from '@hourglass/core/errors'
import { DatabaseError } from 'pg'
import { MEANINGS, type Meaning, UNKNOWN_MEANING } from './sql-states.ts'

/** What was being done, for the message: `publishing table "analytics.answers"`, and `host:port`. */
export interface Doing {
  readonly what: string
  readonly where: string
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ABORT_ERR',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
])
/** The driver's own errors carry no code. */
const DRIVER_LOSS = /^(connection terminated|client has encountered a connection error|query read timeout|timeout e)/i
const TLS = /certificate|ssl|tls|altname|self.signed/i

/**
 * Turns whatever the driver threw into an error of `contracts`; errors that already are Hourglass's pass through.
 *
 * The database error itself is not kept as the cause: its `detail`, `where` and, for some codes, its message quote row
 * values, and a logger prints causes.
 */
export function classify(thrown: unknown, doing: Doing): Error {
  if (thrown instanceof HourglassError) return thrown
  if (thrown instanceof DatabaseError) return fromServer(thrown, doing)
  const intro = `${doing.what} (Postgres at ${doing.where})`
  if (isConnectionLoss(thrown)) {
    const code = codeOf(thrown)
    const message = `${intro}: no connection, or it broke: ${messageOf(thrown)}`
    return new TargetUnavailableError(message, { fields: { where: doing.where, code } })
  }
  if (TLS.test(`${codeOf(thrown)} ${messageOf(thrown)}`)) {
    const fix = 'check the certificate authority (option ca or NODE_EXTRA_CA_CERTS) and that the server takes TLS'
    return new TargetAccessError(`${intro}: no trusted TLS connection: ${messageOf(thrown)}; ${fix}`)
  }
  // Not from Postgres: a defect here, or an error of the caller's stream. It keeps its own name.
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

function fromServer(error: DatabaseError, doing: Doing): Error {
  const code = error.code ?? ''
  const meaning = meaningOf(code)
  const place = placeOf(error)
  const detail = meaning.safe ? `: ${error.message}` : ''
  const names = Object.entries(place).map(([key, value]) => `${key} ${value}`)
  const at = names.length === 0 ? '' : ` (${names.join(', ')})`
  const message = `${doing.what} (Postgres at ${doing.where}): ${meaning.says}${at} [${code}]${detail}`
  return new meaning.error(message, { fields: { ...place, where: doing.where, sqlstate: code } })
}

function meaningOf(code: string): Meaning {
  return MEANINGS[code] ?? MEANINGS[code.slice(0, 2)] ?? UNKNOWN_MEANING
}

/** Names of things, never values. COPY says line and column only in its context, before the value. */
function placeOf(error: DatabaseError): ErrorFields & Record<string, string> {
  const copy = /^COPY (\S+), line (\d+)(?:, column ([^:]+))?/m.exec(error.where ?? '')
  const place = {
    table: error.table ?? copy?.[1],
    column: error.column ?? copy?.[3],
    constraint: error.constraint,
    line: copy?.[2],
  }
  const named: Record<string, string> = {}
  for (const [key, value] of Object.entries(place)) if (value !== undefined) named[key] = value
  return named
}

/** True when the connection is gone or never came to be, so that a new one may work. */
export function isConnectionLoss(thrown: unknown): boolean {
  if (thrown instanceof DatabaseError) return /^(08|57P0|25P03)/.test(thrown.code ?? '')
  return NETWORK_CODES.has(codeOf(thrown)) || DRIVER_LOSS.test(messageOf(thrown))
}

/** True when Postgres refused user or password. */
export function isAuthFailure(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && (thrown.code ?? '').startsWith('28')
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
}
