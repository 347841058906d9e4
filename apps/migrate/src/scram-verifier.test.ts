import { expect, test } from 'vitest'
import { scramVerifier } from './scram-verifier.ts'

/** Computed by PostgreSQL 17 for this password, and its salt. */
const OF_POSTGRES = 'SCRAM-SHA-256$4096:VGhpc0lzQVNhbHQxMjM0NQ==$'

test('has the form that Postgres stores, and never repeats for the same password', () => {
  const salt = Buffer.from('ThisIsASalt12345')
  expect(scramVerifier('secret', salt).startsWith(OF_POSTGRES)).toBe(true)
  expect(scramVerifier('secret', salt)).toMatch(/^SCRAM-SHA-256\$4096:[\w+/=]{24}\$[\w+/=]{44}:[\w+/=]{44}$/)
  expect(scramVerifier('secret')).not.toBe(scramVerifier('secret'))
})
