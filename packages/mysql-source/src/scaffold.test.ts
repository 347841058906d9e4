import { expect, test } from 'vitest'
import type { IntrospectedColumn, IntrospectedTable } from './introspect.ts'
import { scaffold } from './scaffold.ts'
import { constantName, plainName, plainNames } from './scaffold-names.ts'

function column(name: string, columnType: string, changes: Partial<IntrospectedColumn> = {}): IntrospectedColumn {
  return {
    name,
    columnType,
    dataType: columnType.replace(/[ (].*$/s, ''),
    nullable: false,
    size: null,
    scale: null,
    comment: '',
    autoIncrement: false,
    onUpdate: false,
    checkedJson: false,
    ...changes,
  }
}

function table(name: string, columns: readonly IntrospectedColumn[], changes: Partial<IntrospectedTable> = {}) {
  return { name, comment: '', rows: 0, columns, keys: [['id']], indexed: ['id'], ...changes }
}

const id = column('id', 'int(11)', { autoIncrement: true })
const updated = column('updated_at', 'timestamp', { onUpdate: true })

test('renders a table file as the formatter writes it, and says that no index begins with its cursor [case 28]', () => {
  const orders = table(
    'Orders',
    [
      id,
      column('customerId', 'bigint(20) unsigned', { comment: "The buyer's\n id." }),
      column('price', 'decimal(10,2)', { size: 10, scale: 2, nullable: true }),
      column(
        'state',
        "enum('new','it''s paid','sent to the customer','returned by the customer','lost on the way','x')",
      ),
      column('meta', 'longtext', { checkedJson: true, nullable: true }),
      updated,
    ],
    { comment: 'One row per order.' },
  )
  const { files, problems, notes } = scaffold([orders], 'sales')
  expect(problems).toEqual([])
  expect(notes).toEqual([
    'table "Orders": every run reads the whole table in MySQL, because no index begins with its cursor "updated_at"',
  ])
  expect(files.map(({ source, target, file }) => [source, target, file])).toEqual([
    ['Orders', 'sales.orders', 'tables/orders.ts'],
  ])
  expect(files[0]?.text).toBe(`import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const orders = defineTable({
  source: 'Orders',
  target: 'sales.orders',
  doc: 'One row per order.',
  owner: 'unassigned',
  columns: {
    id: col.int({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    customer_id: col.bigintUnsigned({ doc: "The buyer's id.", from: 'customerId' }),
    price: col.decimal({ doc: 'As in MySQL: decimal(10,2).', precision: 10, scale: 2, nullable: true }),
    state: col.enum({
      doc: 'As in MySQL: enum.',
      values: ['new', 'it\\'s paid', 'sent to the customer', 'returned by the customer', 'lost on the way', 'x'],
    }),
    meta: col.json({ doc: 'As in MySQL: longtext.', nullable: true }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
`)
})

test('a table is replaced when its ON UPDATE column may be NULL or has no zone [case 14, 28]', () => {
  const nullable = table('a', [id, { ...updated, nullable: true }])
  const datetime = table('b', [id, { ...updated, dataType: 'datetime', columnType: 'datetime' }])
  const { files, notes } = scaffold([nullable, datetime])
  expect(files.map(({ text }) => /load: .*/.exec(text)?.[0])).toEqual([
    "load: { mode: 'replace' },",
    "load: { mode: 'replace' },",
  ])
  expect(notes).toEqual([
    'table "a" is replaced as a whole each run: "updated_at" could be its cursor if it were NOT NULL',
    'table "b" is replaced as a whole each run: "updated_at" could be its cursor if the application writes it in UTC; ' +
      "then use col.timestamptz({ datetimeIn: 'UTC' }) and load mode merge",
  ])
})

test('takes the first key whose columns have an exact order', () => {
  const kinds = [column('kind', "enum('a')"), column('code', 'varchar(9)'), column('day', 'date')]
  const { files } = scaffold([table('t', kinds, { keys: [['kind', 'code'], ['day', 'code'], ['code']] })])
  expect(files[0]?.text).toContain("primaryKey: ['day', 'code']")
})

test('refuses all that it cannot carry at once, by name [case 41, 43, 84]', () => {
  const shapes = table('shapes', [id, column('area', 'geometry'), column('path', 'linestring')], { keys: [] })
  const { files, problems } = scaffold([
    shapes,
    table('ok', [id]),
    table('odd', [id, column('e', "enum('a')")], { keys: [['e']] }),
  ])
  expect(files.map(({ source }) => source)).toEqual(['ok'])
  expect(problems).toEqual([
    expect.stringContaining('table "shapes": no kind carries column "area" (geometry)'),
    expect.stringContaining('table "shapes": no kind carries column "path" (linestring)'),
    expect.stringContaining('table "shapes": it has no primary key'),
    expect.stringContaining('table "odd": no key has only columns with an exact order (found: e)'),
  ])
})

test('names become plain and stay different [case 90]', () => {
  expect(['customerId', 'Customer ID', 'größe', '2fa', 'xmin', '_x', '日本'].map(plainName)).toEqual([
    'customer_id',
    'customer_id',
    'gro_e',
    'c_2fa',
    'c_xmin',
    'x',
    'c_',
  ])
  expect([...plainNames(['Id', 'ID', 'id', 'i d'])]).toEqual([
    ['id', 'id'],
    ['Id', 'id_2'],
    ['ID', 'id_3'],
    ['i d', 'i_d'],
  ])
  expect(['film_actor', 'default', 'a_2_b'].map(constantName)).toEqual(['filmActor', 'defaultTable', 'a2B'])
})

test('tables that differ in case only get files of their own [case 90]', () => {
  const { files } = scaffold([table('Item', [id]), table('item', [id])])
  expect(files.map(({ source, file }) => [source, file])).toEqual([
    ['Item', 'tables/item-2.ts'],
    ['item', 'tables/item.ts'],
  ])
})

test('asks about columns whose names say that they are personal', () => {
  const people = table('people', [
    id,
    column('Email', 'varchar(99)'),
    column('firstName', 'varchar(99)'),
    column('home_address', 'text'),
    column('born_on', 'date'),
    column('nameless', 'int'),
    column('description', 'text'),
    updated,
  ])
  const { notes } = scaffold([people])
  expect(notes.filter((note) => note.includes('personal'))).toEqual([
    'table "people": personal data in Email, firstName, home_address, born_on? It is copied as it is: mask it (docs/masking.md) or leave it out',
  ])
})
