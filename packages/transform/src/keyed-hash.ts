import { defineMask } from './define-transform.ts'
import { hmacHex } from './hmac.ts'

/** Equal values stay equal, so that rows can still be joined and counted; nobody without the key can compute it. */
export const keyedHash = defineMask<string, string>({
  name: 'keyedHash',
  doc: 'The value as 64 hex digits of HMAC-SHA-256 under the masking key. Equal values give equal hashes.',
  examples: [{ in: 'anna@example.com', out: '52dd55fe29fe5a35ebb5d664e6f0740ab4974d771ff1bc81880cd4fd74c03a1d' }],
  apply: (value, maskKey) => hmacHex(maskKey, 'keyedHash', value),
})
