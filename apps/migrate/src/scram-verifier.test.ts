import { expect, test } from 'vitest'
import { scramVerifier } from './scram-verifier.ts'

test('has the form that Postgres stores, and never repeats for the same password', () => {
  const salt = Buffer.from('0123456789abcdef')
  const verifier = scramVerifier('secret', salt)
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:MDEyMzQ1Njc4OWFiY2RlZg==\$[\w+/]{43}=:[\w+/]{43}=$/)
  expect(scramVerifier('secret', salt)).toBe(verifier)
  expect(scramVerifier('secret')).not.toBe(scramVerifier('secret'))
  expect(scramVerifier('other', salt)).not.toBe(verifier)
})
