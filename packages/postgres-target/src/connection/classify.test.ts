import { ObjectStoreError } from '@hourglass/contracts/errors'
import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { classify, isAuthFailure, isConnectionLoss } from './classify.ts'
import { MEANINGS } from './sql-states.ts'

const DOING = { what: 'publishing table "analytics.answers"', where: 'db.example:5432' }

/** As pg builds it, with row values wherever Postgres puts them. */
function serverError(code: string, message: string, more: Partial<DatabaseError> = {}): DatabaseError {
  const error = new DatabaseError(message, message.length, 'error')
  return Object.assign(error, { code, detail: 'Key (email)=(ada@example.com) already exists.', ...more })
}
function networkError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code })
}

test.for([
  ['08006', 'TargetUnavailableError'],
  ['08P01', 'TargetUnavailableError'],
  ['57P01', 'TargetUnavailableError'],
  ['57P02', 'TargetUnavailableError'],
  ['57P03', 'TargetUnavailableError'],
  ['57P05', 'TargetUnavailableError'],
  ['53300', 'TargetUnavailableError'],
  ['53200', 'TargetUnavailableError'],
  ['25006', 'TargetUnavailableError'],
  ['25P03', 'TargetUnavailableError'],
  ['58030', 'TargetUnavailableError'],
  ['28P01', 'TargetAccessError'],
  ['28000', 'TargetAccessError'],
  ['42501', 'TargetAccessError'],
  ['3D000', 'TargetAccessError'],
  ['55P03', 'TargetBusyError'],
  ['55006', 'TargetBusyError'],
  ['40P01', 'TargetBusyError'],
  ['40001', 'TargetBusyError'],
  ['57014', 'TargetBusyError'],
  ['42P01', 'TargetTableChangedError'],
  ['42703', 'TargetTableChangedError'],
  ['42804', 'TargetTableChangedError'],
  ['42P10', 'TargetTableChangedError'],
  ['3F000', 'TargetTableChangedError'],
  ['22P02', 'TargetWriteError'],
  ['22001', 'TargetWriteError'],
  ['22003', 'TargetWriteError'],
  ['22P04', 'TargetWriteError'],
  ['22021', 'TargetWriteError'],
  ['23502', 'TargetWriteError'],
  ['23503', 'TargetWriteError'],
  ['23505', 'TargetWriteError'],
  ['23514', 'TargetWriteError'],
  ['53100', 'TargetWriteError'],
  ['54000', 'TargetWriteError'],
  ['42601', 'TargetWriteError'],
  ['XX000', 'TargetWriteError'],
  ['P0001', 'TargetWriteError'],
  ['ZZ999', 'TargetWriteError'],
] as const)('%s becomes %s', ([code, name]) => {
  const error = classify(serverError(code, 'as Postgres says it'), DOING)
  expect(error).toMatchObject({ name, fields: { sqlstate: code, where: 'db.example:5432' } })
  expect(error.message).toContain('publishing table "analytics.answers" (Postgres at db.example:5432)')
  expect(error.message).toContain(`[${code}]`)
})

test.for([
  ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:5432'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example'],
  ['ECONNRESET', 'read ECONNRESET'],
  ['EPIPE', 'write EPIPE'],
  ['ETIMEDOUT', 'connect ETIMEDOUT'],
  ['', 'Connection terminated unexpectedly'],
  ['', 'Connection terminated due to connection timeout'],
  ['', 'Client has encountered a connection error and is not queryable'],
  ['', 'Query read timeout'],
  ['', 'timeout exceeded when trying to connect'],
  ['ABORT_ERR', 'The operation was aborted'],
] as const)('a broken connection is unavailable: %s %s', ([code, message]) => {
  const thrown = networkError(code, message)
  expect(isConnectionLoss(thrown)).toBe(true)
  expect(classify(thrown, DOING)).toMatchObject({ name: 'TargetUnavailableError', retryable: true })
})

test.for([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  ['', 'The server does not support SSL connections'],
] as const)('TLS that cannot be trusted needs somebody to act: %s', ([code, message]) => {
  const thrown = networkError(code, message)
  expect(classify(thrown, DOING)).toMatchObject({ name: 'TargetAccessError', retryable: false })
  expect(isConnectionLoss(thrown)).toBe(false)
})

test('row values never get out: not in message, fields, cause or stack', () => {
  const thrown = serverError('22P02', 'invalid input syntax for type integer: "ada@example.com"', {
    where: 'COPY answers, line 7, column score: "ada@example.com"',
    hint: 'ada@example.com',
  })
  const error = classify(thrown, DOING)
  expect(error).toMatchObject({ fields: { table: 'answers', line: '7', column: 'score' } })
  expect(error.message).toContain('table answers, column score, line 7')
  expect(error.cause).toBeUndefined()
  expect(`${error.stack} ${JSON.stringify(error)} ${error.message}`).not.toContain('ada@example.com')
})

test.for(Object.entries(MEANINGS).filter(([, { safe }]) => !safe))('the text of %s is kept back', ([code]) => {
  expect(classify(serverError(code, 'quotes ada@example.com'), DOING).message).not.toContain('ada')
})

test('a constraint is named', () => {
  const thrown = serverError('23505', 'duplicate key', { table: 'answers', constraint: 'answers_email' })
  const error = classify(thrown, DOING)
  expect(error.message).toContain('table answers, constraint answers_email')
  expect(error.message).not.toContain('ada@example.com')
})

test('what already is an error of Hourglass, or not of Postgres, passes through', () => {
  const [ours, foreign] = [new ObjectStoreError('S3 broke'), new TypeError('a defect')]
  expect(classify(ours, DOING)).toBe(ours)
  expect(classify(foreign, DOING)).toBe(foreign)
  expect(classify('text', DOING)).toMatchObject({ message: 'text' })
})

test('only refused users ask for credentials again', () => {
  expect(isAuthFailure(serverError('28P01', ''))).toBe(true)
  expect(isAuthFailure(serverError('42501', ''))).toBe(false)
  expect(isAuthFailure(networkError('ECONNREFUSED'))).toBe(false)
})
