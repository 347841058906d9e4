import { expect, test } from 'vitest'
import { col } from '../column/col.ts'
import { defineCatalog } from './define-catalog.ts'
import { defineTable } from './define-table.ts'
import { CatalogError } from '../errors.ts'
import { DEFAULT_OVERLAP_SECONDS } from '../modes/windowed.ts'
import { DEFAULT_CHUNK_ROWS } from './table.ts'

const columns = {
  id: col.bigint({ doc: 'Key.' }),
  updated_at: col.timestamp({ doc: 'Cursor.' }),
}

const definition = {
  source: 'orders',
  target: 'sales.orders',
  doc: 'One row per checkout.',
  owner: 'payments',
  columns,
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
} as const
const orders = defineTable(definition)
const at = col.timestamp({ doc: 'Cursor.', nullable: true })

test('fills in the defaults', () => {
  expect(orders.split).toEqual({ by: 'id', rows: DEFAULT_CHUNK_ROWS })
  expect(orders.load).toEqual({ mode: 'merge', cursor: 'updated_at', overlapSeconds: DEFAULT_OVERLAP_SECONDS })
  expect(orders.columns.id).toMatchObject({ nullable: false, pii: false })
})

test('is frozen all the way down', () => {
  const parts = [
    orders,
    orders.columns,
    orders.columns.id,
    orders.columns.id.kind,
    orders.primaryKey,
    orders.split,
    orders.load,
  ]
  expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([])
})

test('reports every problem at once, each with its field and fix', () => {
  const define = () =>
    defineTable({
      ...definition,
      doc: '',
      owner: ' ',
      columns: { ...columns, note: col.text({ doc: '' }) },
      split: { by: 'id', rows: 1 },
    })
  expect(define).toThrow(CatalogError)
  expect(define).toThrow(
    [
      'the catalog has 4 problems:',
      '  - table "sales.orders", doc: is empty; say in a sentence what one row is',
      '  - table "sales.orders", owner: is empty; name the team to ask',
      '  - table "sales.orders", columns.note.doc: is empty; say in a sentence what the column holds',
      '  - table "sales.orders", split.rows: is 1; give a whole number of rows from 1000 to 5000000',
    ].join('\n'),
  )
})

test.each([
  [
    'a key of floats [case 42]',
    { ...columns, id: col.float({ doc: 'Key.' }) },
    '"id" is col.float, whose values have no exact order',
  ],
  ['a cursor that may be NULL [case 14]', { ...columns, updated_at: at }, '"updated_at" may be NULL'],
])('without a compiler too, it refuses %s', (_, changed, problem) => {
  const define = defineTable as (table: unknown) => unknown
  expect(() => define({ ...definition, columns: changed })).toThrow(problem)
})

test('a catalog is in the order of its targets, whatever the order of the list', () => {
  const other = defineTable({ ...definition, source: 'b', target: 'sales.a', primaryKey: ['id'] })
  expect(defineCatalog([orders, other]).map((table) => table.target)).toEqual(['sales.a', 'sales.orders'])
})

test('a catalog reports every name that occurs twice, and references to tables that are not in it', () => {
  const again = defineTable({ ...definition, primaryKey: ['id'] })
  const lost = defineTable({
    ...definition,
    source: 'lost',
    target: 'sales.lost',
    columns: { ...columns, user_id: col.int({ doc: 'Who.', references: 'sales.users' }) },
    primaryKey: ['id'],
  })
  expect(() => defineCatalog([orders, again, lost])).toThrow(
    [
      'the catalog has 3 problems:',
      '  - table "sales.orders", target: "sales.orders" is already the target of table "sales.orders"; correct the target, or remove one of the tables',
      '  - table "sales.orders", source: "orders" is already the source of table "sales.orders"; correct the source, or remove one of the tables',
      '  - table "sales.lost", columns.user_id.references: the catalog has no table "sales.users"; correct it, or leave it out',
    ].join('\n'),
  )
})
