import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const category = defineTable({
  source: 'category',
  target: 'sakila.category',
  doc: 'Copy of the MySQL table category.',
  owner: 'unassigned',
  columns: {
    category_id: col.tinyintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    name: col.text({ doc: 'As in MySQL: varchar(25).' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['category_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
