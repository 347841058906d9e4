import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runName, syncTableExecutionName } from './names.ts'
import { s3Keys, tableSlug } from './s3-keys.ts'

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 120 })

test('an execution name has at most 76 legal characters, whatever the table and run are called', () => {
  fc.assert(
    fc.property(name, name, fc.integer({ min: 1, max: 999 }), (run, table, attempt) => {
      expect(syncTableExecutionName(run, table, attempt)).toMatch(/^[A-Za-z0-9_-]{1,76}$/)
    }),
  )
})

test('names that are cut alike stay apart by their hash', () => {
  const long = 'x'.repeat(100)
  expect(syncTableExecutionName(long, `${long}a`, 1)).not.toBe(syncTableExecutionName(long, `${long}b`, 1))
  expect(syncTableExecutionName('run', 'table', 1)).not.toBe(syncTableExecutionName('run', 'table', 2))
})

test('a table is escaped to [a-z0-9_.-] in keys, and two tables never share a key', () => {
  expect(tableSlug('analytics.answers')).toBe('analytics.answers')
  expect(tableSlug('Sales.Ünïcode/../x')).toMatch(/^[a-z0-9_.-]+$/)
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(a !== b)
      expect(s3Keys.manifest('run', a)).not.toBe(s3Keys.manifest('run', b))
    }),
  )
})

test('a run name sorts by time and has no colon', () => {
  expect(runName(new Date('2026-11-23T09:00:00Z'), 'k3f9')).toBe('20261123T090000Z-k3f9')
})
