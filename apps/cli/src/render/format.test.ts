import { expect, test } from 'vitest'
import { bar, formatBytes, formatCount, formatSeconds } from './format.ts'

test.for([
  [0, '0ms'],
  [0.84, '840ms'],
  [6, '6.0s'],
  [12.34, '12.3s'],
  [200, '3m 20s'],
] as const)('%d seconds are "%s"', ([seconds, text]) => {
  expect(formatSeconds(seconds)).toBe(text)
})

test('counts have the same separators on every machine', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567')
})

test('bytes are in steps of 1000, as AWS bills them', () => {
  expect(formatBytes(1_500_000)).toBe('1.5 MB')
})

test.for([
  [0, 0, '░░░░'],
  [1, 4, '█░░░'],
  [4, 4, '████'],
  [9, 4, '████'],
] as const)('%d of %d is %s', ([done, total, text]) => {
  expect(bar(done, total, 4)).toBe(text)
})
