import { createHmac } from 'node:crypto'

/**
 * HMAC-SHA-256 of `text` in hex. The purpose is part of what is hashed: the same value under two purposes gives two
 * unrelated results, so they cannot be joined.
 */
export function hmacHex(maskKey: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', maskKey).update(`${purpose}\0${text}`, 'utf8').digest('hex')
}
