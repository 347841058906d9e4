import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { expect, test } from 'vitest'
import { differs } from './differs.ts'

const doc = 'A column.'

test('compares by value where that is exact, else by stored bytes', () => {
  const table = defineTable({
    source: 't',
    target: 's.t',
    doc: 'A table.',
    owner: 'us',
    columns: {
      id: col.bigintUnsigned({ doc }),
      d: col.decimal({ doc, precision: 10, scale: 2 }),
      t: col.timestamptz({ doc }),
      f: col.double({ doc }),
      i: col.time({ doc }),
      j: col.json({ doc }),
    },
    primaryKey: ['id'],
    load: { mode: 'replace' },
  })
  expect(differs(table, 'l', 's')).toBe(
    '(row(l."id", l."d", l."t") is distinct from row(s."id", s."d", s."t")' +
      ' or row(l."f", l."i", l."j")::record *<> row(s."f", s."i", s."j")::record)',
  )
})
