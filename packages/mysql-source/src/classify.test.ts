import { InvalidInputError } from '@hourglass/contracts/errors'
import { expect, test } from 'vitest'
import { classify, codesOf, isRefusedLogin } from './classify.ts'

const PLACE = { server: 'db.example:3306', reading: 'table "analytics.answers", chunk c00003' }

/** As mysql2 makes it: with the statement and its values, which must not come out. */
function serverError(errno: number, code: string): Error {
  return Object.assign(new Error("Duplicate entry 'ada@example.com' for key"), {
    errno,
    code,
    sqlState: 'HY000',
    sqlMessage: "Duplicate entry 'ada@example.com' for key",
    sql: "SELECT * FROM answers WHERE email >= 'ada@example.com'",
  })
}

const nodeError = (code: string) => Object.assign(new Error(`${code} 10.0.0.1`), { code, errno: -111 })

test.for<[Error, string, boolean]>([
  [serverError(3032, 'ER_SERVER_OFFLINE_MODE'), 'SourceUnavailableError', true],
  [serverError(3955, 'ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK'), 'SourceAccessError', false],
  [nodeError('ECONNREFUSED'), 'SourceUnavailableError', true],
  [nodeError('ETIMEDOUT'), 'SourceUnavailableError', true],
  [nodeError('ENOTFOUND'), 'SourceUnavailableError', true],
  [nodeError('ECONNRESET'), 'SourceUnavailableError', true],
  [nodeError('EPIPE'), 'SourceUnavailableError', true],
  [nodeError('PROTOCOL_CONNECTION_LOST'), 'SourceUnavailableError', true],
  [nodeError('PROTOCOL_SEQUENCE_TIMEOUT'), 'SourceUnavailableError', true],
  [serverError(1040, 'ER_CON_COUNT_ERROR'), 'SourceUnavailableError', true],
  [serverError(1203, 'ER_TOO_MANY_USER_CONNECTIONS'), 'SourceUnavailableError', true],
  [serverError(2006, 'CR_SERVER_GONE_ERROR'), 'SourceUnavailableError', true],
  [serverError(2013, 'CR_SERVER_LOST'), 'SourceUnavailableError', true],
  [serverError(1205, 'ER_LOCK_WAIT_TIMEOUT'), 'SourceUnavailableError', true],
  [serverError(1213, 'ER_LOCK_DEADLOCK'), 'SourceUnavailableError', true],
  [serverError(1290, 'ER_OPTION_PREVENTS_STATEMENT'), 'SourceUnavailableError', true],
  [serverError(1317, 'ER_QUERY_INTERRUPTED'), 'SourceUnavailableError', true],
  [serverError(1412, 'ER_TABLE_DEF_CHANGED'), 'SourceUnavailableError', true],
  [serverError(1045, 'ER_ACCESS_DENIED_ERROR'), 'SourceAccessError', false],
  [serverError(1044, 'ER_DBACCESS_DENIED_ERROR'), 'SourceAccessError', false],
  [serverError(1142, 'ER_TABLEACCESS_DENIED_ERROR'), 'SourceAccessError', false],
  [serverError(1227, 'ER_SPECIFIC_ACCESS_DENIED_ERROR'), 'SourceAccessError', false],
  [nodeError('HANDSHAKE_SSL_ERROR'), 'SourceAccessError', false],
  [nodeError('ERR_TLS_CERT_ALTNAME_INVALID'), 'SourceAccessError', false],
  [nodeError('DEPTH_ZERO_SELF_SIGNED_CERT'), 'SourceAccessError', false],
  [nodeError('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'SourceAccessError', false],
  [serverError(1146, 'ER_NO_SUCH_TABLE'), 'SourceTableChangedError', false],
  [serverError(1054, 'ER_BAD_FIELD_ERROR'), 'SourceTableChangedError', false],
  [serverError(3024, 'ER_QUERY_TIMEOUT'), 'SourceReadError', false],
  [serverError(1064, 'ER_PARSE_ERROR'), 'SourceReadError', false],
  [new TypeError('no code'), 'SourceReadError', false],
])('%s is %s', ([thrown, name, retryable]) => {
  const error = classify(thrown, PLACE)
  expect(error).toMatchObject({ name, retryable })
  expect(error.message).toContain('db.example:3306')
  expect(error.message).toContain('table "analytics.answers", chunk c00003')
})

test('says what to do and never quotes values or statements', () => {
  const error = classify(serverError(1142, 'ER_TABLEACCESS_DENIED_ERROR'), PLACE)
  expect(error.message).toBe(
    'MySQL at db.example:3306 while reading table "analytics.answers", chunk c00003: the user may not read the table ' +
      '(ER_TABLEACCESS_DENIED_ERROR, 1142); grant it SELECT on the table',
  )
  const everything = JSON.stringify([error, error.cause, String(error.cause), error.stack, Object.entries(error)])
  expect(everything).not.toContain('ada@example.com')
})

test('our own errors pass as they are', () => {
  const error = new InvalidInputError('x')
  expect(classify(error, PLACE)).toBe(error)
})

test('knows a refused login', () => {
  expect(isRefusedLogin(serverError(1045, 'ER_ACCESS_DENIED_ERROR'))).toBe(true)
  expect(isRefusedLogin(serverError(1044, 'ER_DBACCESS_DENIED_ERROR'))).toBe(false)
  expect(codesOf(null)).toEqual([])
})

test.for([
  ["Duplicate entry 'ada@example.com' for key 'x'", ': Duplicate entry ...'],
  ["Incorrect value: 'O'Brien of unit 7", ': Incorrect value: ...'],
  ['BIGINT value is out of range', ': BIGINT value is out of range'],
  ["'t' is not a table", ''],
])('an unknown error has the words of the server before any value: %s', ([sqlMessage, words]) => {
  const thrown = Object.assign(new Error(sqlMessage), { code: 'ER_STRANGE', errno: 9999, sqlMessage })
  expect(classify(thrown, PLACE).message).toContain(`the read failed${words} (ER_STRANGE, 9999)`)
  expect(classify(thrown, PLACE).message).not.toMatch(/ada@|Brien/)
})

test('what an application writes into an error of its own is left out', () => {
  const thrown = Object.assign(new Error('x'), {
    code: 'ER_SIGNAL_EXCEPTION',
    errno: 1644,
    sqlMessage: 'ada@example.com',
  })
  expect(classify(thrown, PLACE).message).not.toContain('ada')
})

test('a certificate that is not accepted is told with its name and authority', () => {
  const thrown = Object.assign(new Error("Host: db.example. is not cert's CN: other.example"), {
    code: 'HANDSHAKE_SSL_ERROR',
  })
  const { message } = classify(thrown, { ...PLACE, issuer: 'Their Own CA' })
  expect(message).toContain('TLS failed: Host: db.example. is not cert')
  expect(message).toContain('its authority is "Their Own CA"')
  expect(message).toContain('ssl-ca')
})

/** Every code that has a rule of its own. */
const CODES =
  'ECONNREFUSED ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ECONNRESET EPIPE PROTOCOL_CONNECTION_LOST PROTOCOL_ERROR PROTOCOL_SEQUENCE_TIMEOUT PROTOCOL_UNEXPECTED_PACKET 1040 1203 1226 1053 1077 1079 1129 1152 1158 1159 1160 1161 1184 2002 2003 2006 2013 1205 1213 1290 1836 1317 1927 3169 4031 1412 1045 1698 3118 1820 1862 1130 1044 1142 1143 1227 3159 HANDSHAKE_NO_SSL_SUPPORT HANDSHAKE_SSL_ERROR 1049 1146 1054 1356 1969 3024'.split(
    ' ',
  )

test('every known code: its class, what was found and what to do', () => {
  const told = CODES.map((code) => {
    const thrown = /^\d+$/.test(code) ? serverError(Number(code), 'X') : nodeError(code)
    const { name, message } = classify(thrown, PLACE)
    return `${name}: ${message}`
  })
  expect(told).toMatchSnapshot()
  for (const sentence of told) expect(sentence).not.toContain('look the code up')
})
