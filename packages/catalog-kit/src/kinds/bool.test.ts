import { expect, test } from 'vitest'
import { cross, sourceColumn } from '../column/kind-testing.ts'
import { bool } from './bool.ts'

test('0 and 1 cross, any other number is quarantined [case 62]', () => {
  expect(cross(bool, '1').field).toBe('t')
  expect(cross(bool, '0').field).toBe('f')
  for (const other of ['2', '-1', '127']) expect(cross(bool, other).rejected).toMatch(/other than 0 and 1/)
})

test('reads tinyint(1) and bit(1) only', () => {
  expect(bool.accepts(sourceColumn('tinyint(1)'))).toBe(true)
  expect(bool.accepts(sourceColumn('tinyint(1) unsigned'))).toBe(true)
  expect(bool.accepts(sourceColumn('bit(1)'))).toBe(true)
  for (const other of ['tinyint(4)', 'tinyint', 'bit(2)', 'int(1)', 'char(1)']) {
    expect(bool.accepts(sourceColumn(other))).toBe(false)
  }
})
