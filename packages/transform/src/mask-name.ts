import { defineMask } from './define-transform.ts'
import { hmacHex } from './hmac.ts'

const DIGITS = 12

export const maskName = defineMask<string, string>({
  name: 'maskName',
  doc: 'The name of a person as "Person" and 12 hex digits of HMAC-SHA-256 under the masking key. Equal names give equal masks.',
  examples: [{ in: 'Søren Kierkegaard', out: 'Person cfdaf31f6f10' }],
  apply: (value, maskKey) => `Person ${hmacHex(maskKey, 'maskName', value).slice(0, DIGITS)}`,
})
