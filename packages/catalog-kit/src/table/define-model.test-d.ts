import type { Selectable } from 'kysely'
import { col } from '../column/col.ts'
import type { TargetDatabase } from './database-types.ts'
import { defineModel } from './define-model.ts'
import { defineTable } from './define-table.ts'
import type { Model } from './model.ts'
import type { TargetTable } from './table.ts'
import type { Equal } from './type-equality.ts'

/*
 * What the compiler accepts and refuses in a model file. Checked by `pnpm typecheck`: an expected error that does not
 * come is an error itself.
 */

const orders = defineTable({
  source: 'orders',
  target: 'sales.orders',
  doc: 'One row per order.',
  owner: 'payments',
  columns: { id: col.int({ doc: 'Key.' }), updated_at: col.timestamptz({ doc: 'Cursor.' }) },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})

const columns = {
  day: col.date({ doc: 'Day, UTC.' }),
  amount: col.decimal({ doc: 'Sum.', precision: 12, scale: 2, nullable: true }),
  share: col.double({ doc: 'No key.' }),
  updated_at: col.timestamptz({ doc: 'Latest change of an order.' }),
}

const base = {
  target: 'sales.days',
  doc: 'One row per day.',
  owner: 'payments',
  columns,
  primaryKey: ['day'],
  inputs: [orders],
  sql: 'select',
  load: { mode: 'replace' },
} as const

const days = defineModel(base)
/** A model reads models too, and stands wherever any model, or anything in Postgres, is taken. */
export const weeks: Model = defineModel({ ...base, target: 'sales.weeks', inputs: [days, orders] })
export const inPostgres: TargetTable = days

export const row: Equal<
  Selectable<TargetDatabase<typeof days>['sales.days']>,
  { day: Date; amount: string | null; share: number; updated_at: Date }
> = true

export const refused = [
  // @ts-expect-error an empty key
  defineModel({ ...base, primaryKey: [] }),
  // @ts-expect-error a key that is not a column
  defineModel({ ...base, primaryKey: ['month'] }),
  // @ts-expect-error a key that may be NULL
  defineModel({ ...base, primaryKey: ['amount'] }),
  // @ts-expect-error a key without exact order
  defineModel({ ...base, primaryKey: ['share'] }),
  // @ts-expect-error no input
  defineModel({ ...base, inputs: [] }),
  // @ts-expect-error an input by name: rename and removal of the table would go unnoticed
  defineModel({ ...base, inputs: ['sales.orders'] }),
  // @ts-expect-error a merge without a cursor
  defineModel({ ...base, load: { mode: 'merge' } }),
  // @ts-expect-error a cursor that may be NULL
  defineModel({ ...base, load: { mode: 'merge', cursor: 'amount' } }),
  // @ts-expect-error a cursor without a time of day
  defineModel({ ...base, primaryKey: ['day'], load: { mode: 'merge', cursor: 'share' } }),
  // @ts-expect-error an overlap: which rows are made again follows from the ledger
  defineModel({ ...base, load: { mode: 'merge', cursor: 'updated_at', overlapSeconds: 600 } }),
  // @ts-expect-error a cursor for a full build
  defineModel({ ...base, load: { mode: 'replace', cursor: 'updated_at' } }),
  // @ts-expect-error an unknown mode
  defineModel({ ...base, load: { mode: 'append' } }),
  // @ts-expect-error a target without a schema
  defineModel({ ...base, target: 'days' }),
  // @ts-expect-error a source: nothing of a model comes from MySQL
  defineModel({ ...base, source: 'days' }),
  // @ts-expect-error a column of MySQL
  defineModel({ ...base, columns: { ...columns, day: col.date({ doc: 'Day.', from: 'tag' }) } }),
  // @ts-expect-error no doc
  defineModel({ ...base, doc: undefined }),
]
