import { describe, expect, test } from 'vitest'
import type { Kind } from '../column/kind.ts'
import { cross, encoded, sourceColumn } from '../column/kind-testing.ts'
import { bigint } from '../kinds/bigint.ts'
import { bigintUnsigned } from '../kinds/bigint-unsigned.ts'
import { int } from '../kinds/int.ts'
import { intUnsigned } from '../kinds/int-unsigned.ts'
import { mediumint } from '../kinds/mediumint.ts'
import { mediumintUnsigned } from '../kinds/mediumint-unsigned.ts'
import { smallint } from '../kinds/smallint.ts'
import { smallintUnsigned } from '../kinds/smallint-unsigned.ts'
import { tinyint } from '../kinds/tinyint.ts'
import { tinyintUnsigned } from '../kinds/tinyint-unsigned.ts'

/** Each kind with MySQL's limits and the narrowest Postgres type that holds them (edge cases 53, 54). */
const KINDS: readonly (readonly [Kind, string, string, string])[] = [
  [tinyint, '-128', '127', 'smallint'],
  [tinyintUnsigned, '0', '255', 'smallint'],
  [smallint, '-32768', '32767', 'smallint'],
  [smallintUnsigned, '0', '65535', 'integer'],
  [mediumint, '-8388608', '8388607', 'integer'],
  [mediumintUnsigned, '0', '16777215', 'integer'],
  [int, '-2147483648', '2147483647', 'integer'],
  [intUnsigned, '0', '4294967295', 'bigint'],
  [bigint, '-9223372036854775808', '9223372036854775807', 'bigint'],
  [bigintUnsigned, '0', '18446744073709551615', 'numeric(20,0)'],
]

describe.each(KINDS.map(([kind, min, max, postgresType]) => ({ name: kind.name, kind, min, max, postgresType })))(
  '$name',
  ({ kind, min, max, postgresType }) => {
    test('carries both ends of its range exactly [case 53, 54]', () => {
      expect(kind.postgresType).toBe(postgresType)
      expect(cross(kind, min)).toEqual({ field: min, notes: [] })
      expect(cross(kind, max)).toEqual({ field: max, notes: [] })
    })

    test('refuses what a transform gives outside its range', () => {
      const above = String(BigInt(max) + 1n)
      const below = String(BigInt(min) - 1n)
      expect(encoded(kind, above).rejected).toMatch(/outside/)
      expect(encoded(kind, below).rejected).toMatch(/outside/)
      expect(encoded(kind, '1.5').rejected).toMatch(/no whole number/)
      expect(encoded(kind, Number.NaN).rejected).toMatch(/no whole number/)
    })

    test('accepts exactly the columns that fit into it', () => {
      for (const [other, otherMin, otherMax] of KINDS) {
        const fits = BigInt(otherMin) >= BigInt(min) && BigInt(otherMax) <= BigInt(max)
        const column = sourceColumn(other.mysqlTypes[0] ?? '')
        expect([other.name, kind.accepts(column)]).toEqual([other.name, fits])
      }
      expect(kind.accepts(sourceColumn('decimal(3,0)'))).toBe(false)
    })
  },
)

test('64-bit values are text, because JavaScript numbers end at 2^53 [case 53]', () => {
  const cell = { nullable: false, note: () => undefined, reject: () => expect.fail() }
  expect(bigint.decode(Buffer.from('9007199254740993'), cell)).toBe('9007199254740993')
  expect(int.decode(Buffer.from('-7'), cell)).toBe(-7)
})

test('ZEROFILL zeros are no part of the value', () => {
  const cell = { nullable: false, note: () => undefined, reject: () => expect.fail() }
  expect(bigintUnsigned.decode(Buffer.from('00000000000000000042'), cell)).toBe('42')
  expect(bigintUnsigned.decode(Buffer.from('0000'), cell)).toBe('0')
  expect(intUnsigned.accepts(sourceColumn('int(10) unsigned zerofill'))).toBe(true)
})
