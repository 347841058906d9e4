import { expect, test } from 'vitest'
import { col } from '../column/col.ts'
import { defineTable } from './define-table.ts'
import { columnsNotCopied, compareWithCatalog } from './drift.ts'
import type { SourceColumn } from '../column/kind.ts'

const gifts = defineTable({
  source: 'gift',
  target: 'sales.gift_cards',
  doc: 'One row per gift card.',
  owner: 'tests',
  columns: {
    id: col.bigint({ doc: 'Key.' }),
    is_used: col.bool({ doc: 'Was redeemed.', from: 'Used' }),
    amount: col.decimal({ doc: 'Euro.', precision: 10, scale: 2 }),
    note: col.text({ doc: 'Text.', nullable: true }),
    updated_at: col.timestamptz({ doc: 'Changes with the row.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})

function column(name: string, columnType: string, changes: Partial<SourceColumn> = {}): SourceColumn {
  const dataType = columnType.replace(/[ (].*$/, '')
  return { name, columnType, dataType, nullable: false, size: null, scale: null, ...changes }
}

const AS_DECLARED: readonly SourceColumn[] = [
  column('id', 'bigint(20)'),
  column('used', 'tinyint(1)'),
  column('amount', 'decimal(10,2)', { size: 10, scale: 2 }),
  column('note', 'varchar(255)', { nullable: true }),
  column('updated_at', 'timestamp'),
]

test('a table as the catalog says has no problems', () => {
  expect(compareWithCatalog(gifts, AS_DECLARED)).toEqual([])
})

test('a column that became NOT NULL is no problem', () => {
  const strict = AS_DECLARED.map((one) => ({ ...one, nullable: false }))
  expect(compareWithCatalog(gifts, strict)).toEqual([])
})

test('gives all problems at once, each with its fix and file [case 14, 96]', () => {
  const drifted = [
    column('id', 'bigint(20) unsigned'),
    column('amount', 'decimal(12,4)', { size: 12, scale: 4, nullable: true }),
    column('note', 'geometry', { nullable: true }),
    column('updated_at', 'timestamp', { nullable: true }),
  ]
  expect(compareWithCatalog(gifts, drifted)).toEqual([
    'column "id": is bigint(20) unsigned in MySQL, which col.bigint does not carry; ' +
      'use col.bigintUnsigned in tables/gift-cards.ts, and migrate the Postgres column',
    'column "is_used" (MySQL "Used"): MySQL table "gift" has no column "Used"; ' +
      'remove it from tables/gift-cards.ts, or name the MySQL column with from',
    'column "amount": is decimal(12,4) in MySQL, which col.decimal({ precision: 10, scale: 2 }) does not carry; ' +
      'use col.decimal({ precision: 12, scale: 4 }) in tables/gift-cards.ts, and migrate the Postgres column',
    'column "amount": may be NULL in MySQL; add nullable: true to it in tables/gift-cards.ts',
    'column "note": is geometry in MySQL, which col.text does not carry; ' +
      'no kind carries that type: remove the column from tables/gift-cards.ts',
    'column "updated_at": is the cursor and may be NULL in MySQL; ' +
      'make it NOT NULL there, or choose another cursor in tables/gift-cards.ts',
  ])
})

test('further MySQL columns are a note [case 93]', () => {
  const more = [...AS_DECLARED, column('internal', 'int(11)')]
  expect(compareWithCatalog(gifts, more)).toEqual([])
  expect(columnsNotCopied(gifts, more)).toEqual(['MySQL column "internal" (int(11)) is not in tables/gift-cards.ts'])
})
