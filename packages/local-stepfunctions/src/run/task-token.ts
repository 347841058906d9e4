import { createHash, randomBytes } from 'node:crypto'

const RANDOM_BYTES = 60
const CHECK_BYTES = 8

/** A new token. It carries a checksum, so that one which was issued is told from any other text, even after a restart. */
export function newTaskToken(): string {
  const random = randomBytes(RANDOM_BYTES)
  return Buffer.concat([random, checksum(random)]).toString('base64url')
}

/** Whether a text is a token that an engine of this kind issued. */
export function isTaskToken(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== RANDOM_BYTES + CHECK_BYTES) return false
  return bytes.subarray(RANDOM_BYTES).equals(checksum(bytes.subarray(0, RANDOM_BYTES)))
}

function checksum(bytes: Buffer): Buffer {
  return createHash('sha256').update('task token').update(bytes).digest().subarray(0, CHECK_BYTES)
}
