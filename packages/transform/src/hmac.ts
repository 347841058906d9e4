import { createHmac } from 'node:crypto'

/**
 * HMAC-SHA-256 of `text` in hex. The purpose goes in front of the text, so that equal values under two purposes cannot
 * be told to be equal.
 */
export function hmacHex(maskKey: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', maskKey).update(`${purpose}\0${text}`, 'utf8').digest('hex')
}
