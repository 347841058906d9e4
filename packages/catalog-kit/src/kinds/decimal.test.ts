import { expect, test } from 'vitest'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { decimal } from './decimal.ts'

const EXTREME = '99999999999999999223372036854775807.121111111111111345334523423220'

test('65 digits cross exactly [case 55]', () => {
  expect(cross(decimal({ precision: 65, scale: 30 }), EXTREME).field).toBe(EXTREME)
  expect(cross(decimal({ precision: 5, scale: 2 }), '-000.10').field).toBe('-000.10')
})

test('accepts a column only when no digit is lost on either side of the point [case 56]', () => {
  const kind = decimal({ precision: 10, scale: 2 })
  expect(kind.postgresType).toBe('numeric(10,2)')
  expect(kind.accepts(sourceColumn('decimal(10,2)'))).toBe(true)
  expect(kind.accepts(sourceColumn('decimal(10,2) unsigned'))).toBe(true)
  expect(kind.accepts(sourceColumn('decimal(8,0)'))).toBe(true)
  expect(kind.accepts(sourceColumn('decimal(9,0)'))).toBe(false)
  expect(kind.accepts(sourceColumn('decimal(10,3)'))).toBe(false)
  expect(kind.accepts(sourceColumn('double'))).toBe(false)
})

test('refuses digits that Postgres would round away', () => {
  const kind = decimal({ precision: 5, scale: 2 })
  expect(encoded(kind, '123.456').rejected).toMatch(/more digits/)
  expect(encoded(kind, '1234').rejected).toMatch(/more digits/)
  expect(encoded(kind, 'NaN').rejected).toMatch(/no decimal/)
  expect(encoded(kind, '-999.990').field).toBe('-999.990')
})

test('names options that no column can have', () => {
  expect(decimal({ precision: 66, scale: 2 }).problems).toHaveLength(1)
  expect(decimal({ precision: 5, scale: 6 }).problems).toHaveLength(1)
  expect(decimal({ precision: 1.5, scale: -1 }).problems).toHaveLength(2)
  expect(decimal({ precision: 65, scale: 30 }).problems).toEqual([])
})
