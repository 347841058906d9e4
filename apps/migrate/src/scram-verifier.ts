import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** Iterations that Postgres itself uses (`scram_iterations`). */
const ITERATIONS = 4096
const DIGEST_BYTES = 32
const SALT_BYTES = 16

/**
 * What Postgres stores of a password (RFC 5803). Sent instead of the password, so that no server log, with
 * `log_statement = ddl`, ever holds one.
 *
 * @param password ASCII; other characters would need SASLprep (RFC 4013)
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(SALT_BYTES)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, DIGEST_BYTES, 'sha256')
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}
