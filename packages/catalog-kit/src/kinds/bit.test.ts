import { expect, test } from 'vitest'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { bit } from './bit.ts'

test('64 ones and single bits cross exactly [case 63]', () => {
  expect(cross(bit({ n: 64 }), Buffer.alloc(8, 0xff)).field).toBe('1'.repeat(64))
  expect(cross(bit({ n: 10 }), Buffer.from([0x02, 0x01])).field).toBe('1000000001')
  expect(cross(bit({ n: 1 }), Buffer.from([0])).field).toBe('0')
})

test('accepts its own length only', () => {
  expect(bit({ n: 8 }).accepts(sourceColumn('bit(8)'))).toBe(true)
  expect(bit({ n: 8 }).accepts(sourceColumn('bit(4)'))).toBe(false)
  expect(bit({ n: 65 }).problems).toHaveLength(1)
  expect(encoded(bit({ n: 2 }), '012').rejected).toMatch(/2 bits/)
})
