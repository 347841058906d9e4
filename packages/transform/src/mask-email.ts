import { defineMask } from './define-transform.ts'
import { hmacHex } from './hmac.ts'

/** 64 bits: two of a billion addresses share a mask with a chance of about 3 %. */
const DIGITS = 16

/** The domain is masked with the rest: at a small company it names the person's employer. */
export const maskEmail = defineMask<string, string>({
  name: 'maskEmail',
  doc:
    'An e-mail address as a made-up one, from 16 hex digits of HMAC-SHA-256 under the masking key. Case and surrounding ' +
    'spaces do not count, so that one mailbox has one mask.',
  examples: [
    { in: 'Anna@Example.com', out: '21012557ed4d5759@masked.invalid' },
    { in: ' anna@example.com ', out: '21012557ed4d5759@masked.invalid' },
  ],
  apply(value, maskKey) {
    const mailbox = value.trim().toLowerCase()
    return `${hmacHex(maskKey, 'maskEmail', mailbox).slice(0, DIGITS)}@masked.invalid`
  },
})
