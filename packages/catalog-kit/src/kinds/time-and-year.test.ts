import { expect, test } from 'vitest'
import { cross, encoded } from '../column/kind-testing.ts'
import { time } from './time.ts'
import { year } from './year.ts'

test('TIME crosses beyond a day and below zero, as an interval [case 60]', () => {
  expect(time.postgresType).toBe('interval')
  for (const wire of ['838:59:59', '-838:59:59.999000', '00:00:00', '-00:00:01']) {
    expect(cross(time, wire).field).toBe(wire)
  }
  expect(encoded(time, '12:60:00').rejected).toMatch(/no time/)
})

test('YEAR 0 stays 0 [case 61]', () => {
  const cell = { nullable: false, note: () => undefined, reject: () => expect.fail() }
  expect(year.decode(Buffer.from('0000'), cell)).toBe(0)
  expect(year.decode(Buffer.from('2155'), cell)).toBe(2155)
  expect(encoded(year, 0).field).toBe('0')
  expect(encoded(year, 1900).rejected).toMatch(/no year/)
})
