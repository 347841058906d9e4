import { expect, test } from 'vitest'
import { secondsBefore } from './watermark.ts'

test('moves back across midnight and keeps the microseconds [case 21]', () => {
  expect(secondsBefore('2026-03-01 00:05:00.000001', 600)).toBe('2026-02-28 23:55:00.000001')
})

test('is not bothered by a daylight saving change: it is UTC', () => {
  expect(secondsBefore('2024-11-03 06:30:00.500000', 3600)).toBe('2024-11-03 05:30:00.500000')
})
