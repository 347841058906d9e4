import { expect, test } from 'vitest'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { double } from './double.ts'
import { float } from './float.ts'

test('shortest texts of doubles come back exactly, minus zero included [case 80]', () => {
  for (const text of ['1e308', '2.2250738585072014e-308', '-0', '0.1', '123456792', '1e20']) {
    const value = double.decode(Buffer.from(text), {
      nullable: false,
      note: () => undefined,
      reject: () => expect.fail(),
    })
    expect(Object.is(Number(text), value)).toBe(true)
    const field = encoded(double, value).field ?? ''
    expect(Object.is(Number(field), value)).toBe(true)
  }
})

test('FLOAT is read as a product, which is a DOUBLE, because MySQL prints six digits of it [case 52]', () => {
  expect(float.mysqlSelect('`f`')).toBe('`f` * 1')
  expect(float.postgresType).toBe('real')
  expect(float.orderable).toBe(false)
  expect(cross(float, '123456792').field).toBe('123456792')
})

test('a double carries floats, a float carries no doubles', () => {
  expect(double.accepts(sourceColumn('float'))).toBe(true)
  expect(float.accepts(sourceColumn('double'))).toBe(false)
})

test('refuses numbers that are not finite', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(encoded(double, value).rejected).toMatch(/finite/)
})
