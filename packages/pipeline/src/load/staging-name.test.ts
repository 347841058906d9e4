import type { Table } from '@hourglass/catalog-kit/table'
import { expect, test } from 'vitest'
import { stagingName } from './staging-name.ts'

const table: Table = {
  source: 's',
  target: `analytics.${'long_'.repeat(11)}`,
  doc: '',
  owner: '',
  columns: {},
  primaryKey: [],
  split: { by: 'id', rows: 1000 },
  load: { mode: 'replace' },
}

test('fits the 58 bytes that staging may have, whatever the table is called [case 89]', () => {
  expect(stagingName(table, 'run', 1)).toMatch(/^[a-z0-9_]{1,58}$/)
})

test('an attempt has a table of its own, and asking again gives the same name', () => {
  expect(stagingName(table, 'run', 1)).toBe(stagingName(table, 'run', 1))
  const names = [stagingName(table, 'run', 1), stagingName(table, 'run', 2), stagingName(table, 'other', 1)]
  expect(new Set(names).size).toBe(3)
})
