import type { Transform, TransformContext } from '@hourglass/catalog-kit/transform'
import type { Equal } from '@hourglass/catalog-kit/type-equality'
import { expect, test } from 'vitest'
import { refuseEmpty } from './refuse-empty.ts'
import { sentinelDate } from './sentinel-date.ts'

/* What examples cannot show: quarantine, counting, types. */

const context: TransformContext = { maskKey: Buffer.alloc(0) }

test('only the policy null returns NULL, to the compiler too', () => {
  const toNull = sentinelDate(['9999-12-31'], 'null')
  const kept = sentinelDate(['9999-12-31'], 'keep')
  const refused = sentinelDate(['9999-12-31'], 'quarantine')
  const types: [
    Equal<typeof toNull, Transform<string, string | null>>,
    Equal<typeof kept, Transform<string, string>>,
    Equal<typeof refused, Transform<string, string>>,
  ] = [true, true, true]
  expect(types).toHaveLength(3)
})

test('NULL for a sentinel is counted, any other value is not', () => {
  const noted: string[] = []
  const toNull = sentinelDate(['9999-12-31', '1970-01-01'], 'null')
  for (const value of ['9999-12-31', '2026-11-23', '1970-01-01 23:59:59.999999']) {
    toNull.apply(value, { ...context, note: (what) => void noted.push(what) })
  }
  expect(noted).toEqual(['sentinel date to NULL', 'sentinel date to NULL'])
})

test.for<[Transform<string>, string]>([
  [sentinelDate(['9999-12-31'], 'quarantine'), '9999-12-31 23:59:59.000000'],
  [refuseEmpty, ''],
  [refuseEmpty, ' \t\n'],
])('quarantines by an error that does not hold the value', ([transform, value]) => {
  const refuse = () => transform.apply(value, context)
  expect(refuse).toThrow(expect.objectContaining({ name: 'RefusedValueError' }))
  expect(refuse).not.toThrow(/23:59:59/)
})

test('fails when a sentinel is not a date, and says how to write one', () => {
  expect(() => sentinelDate(['31.12.9999'], 'null')).toThrow('write 9999-12-31 or 1970-01-01 00:00:00')
})
