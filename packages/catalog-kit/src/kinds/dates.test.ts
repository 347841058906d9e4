import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Kind } from '../column/kind.ts'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { date } from './date.ts'
import { timestamp } from './timestamp.ts'
import { timestamptz } from './timestamptz.ts'

/** Each kind, what follows the date on the wire, and what stands behind the whole in Postgres. */
const KINDS: readonly { kind: Kind; time: string; zone: string }[] = [
  { kind: date, time: '', zone: '' },
  { kind: timestamp, time: ' 23:59:59.000001', zone: '' },
  { kind: timestamptz(), time: ' 23:59:59.000001', zone: '+00' },
  { kind: timestamptz({ datetimeIn: 'UTC' }), time: ' 00:00:00', zone: '+00' },
]

describe.each(KINDS)('$kind.name from $kind.mysqlTypes', ({ kind, time, zone }) => {
  test('real dates cross exactly, old ones and the last one too [case 58, 59]', () => {
    for (const day of ['1970-01-01', '0001-01-01', '1752-09-09', '2024-02-29', '2000-02-29', '9999-12-31']) {
      expect(cross(kind, day + time)).toEqual({ field: day + time + zone, notes: [] })
    }
  })

  test('a zero date becomes NULL and is noted, or is quarantined [case 57, 83]', () => {
    const wire = `0000-00-00${time}`
    expect(cross(kind, wire, true)).toEqual({ field: '\\N', notes: ['zero-date-to-null'] })
    expect(cross(kind, wire, false).rejected).toBe('a zero date in a column that holds no NULL')
  })

  test('so does a date with a zero part, counted apart [case 57]', () => {
    for (const day of ['2024-00-15', '2024-01-00', '0001-00-00', '0000-12-19']) {
      expect(cross(kind, day + time, true)).toEqual({ field: '\\N', notes: ['partial-date-to-null'] })
      expect(cross(kind, day + time, false).rejected).toBe('a partial date in a column that holds no NULL')
    }
  })

  test('a date outside the calendar is quarantined, never moved [case 59]', () => {
    for (const day of ['2024-02-30', '2023-02-29', '1900-02-29', '2024-13-01', '2024-04-31']) {
      expect(cross(kind, day + time, true).rejected).toBe('a date that is not in the calendar')
    }
  })

  test('agrees with the calendar of JavaScript on any day', () => {
    const part = (min: number, max: number, width: number) =>
      fc.integer({ min, max }).map((value) => String(value).padStart(width, '0'))
    fc.assert(
      fc.property(part(1, 9999, 4), part(1, 12, 2), part(1, 31, 2), (year, month, day) => {
        const wire = `${year}-${month}-${day}`
        const instant = new Date(`${wire}T00:00:00Z`)
        const isReal = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(wire)
        expect(cross(kind, wire + time).rejected === undefined).toBe(isReal)
      }),
    )
  })

  test('refuses what a transform may not give', () => {
    for (const value of ['', 'yesterday', '2024-02-30', '2024-02-30 00:00:00', '2024-01-01T00:00:00Z']) {
      expect(encoded(kind, value).rejected).toMatch(/^the transform returned no date/)
    }
  })
})

test('each kind reads its own MySQL type', () => {
  expect(date.accepts(sourceColumn('date'))).toBe(true)
  expect(timestamp.accepts(sourceColumn('datetime(6)'))).toBe(true)
  expect(timestamp.accepts(sourceColumn('timestamp(6)'))).toBe(false)
  expect(timestamptz().accepts(sourceColumn('timestamp'))).toBe(true)
  expect(timestamptz().accepts(sourceColumn('datetime'))).toBe(false)
  expect(timestamptz({ datetimeIn: 'UTC' }).accepts(sourceColumn('datetime'))).toBe(true)
})
