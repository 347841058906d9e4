import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import type { Table } from '@hourglass/catalog-kit/table'

/** The MySQL table that the contract of a source reads, for adapters that have a real one. */
export const CREATE_EVENTS = `create table events (
  id int unsigned not null primary key,
  note varchar(50),
  changed_at timestamp(6) not null default '2024-01-01 00:00:00',
  key (changed_at)
) character set utf8mb4`

const columns = {
  id: col.intUnsigned({ doc: 'Key.' }),
  note: col.text({ doc: 'What.', nullable: true }),
  changed_at: col.timestamptz({ doc: 'Cursor.' }),
} as const

const common = {
  source: 'events',
  target: 'analytics.events',
  doc: 'One row per event.',
  owner: 'tests',
  columns,
  primaryKey: ['id'],
} as const

/** Read by its cursor, in chunks of 1,000 rows. */
export const events: Table = defineTable({
  ...common,
  split: { by: 'id', rows: 1000 },
  load: { mode: 'merge', cursor: 'changed_at' },
})

/** The same rows, read as a whole. */
export const wholeEvents: Table = defineTable({ ...common, load: { mode: 'replace' } })

/** The same rows in a catalog that lets no note be NULL. */
export const notedEvents: Table = defineTable({
  ...common,
  columns: { ...columns, note: col.text({ doc: 'What.' }) },
  load: { mode: 'merge', cursor: 'changed_at' },
})
