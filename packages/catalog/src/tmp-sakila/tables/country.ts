import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const country = defineTable({
  source: 'country',
  target: 'sakila.country',
  doc: 'Copy of the MySQL table country.',
  owner: 'unassigned',
  columns: {
    country_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    country: col.text({ doc: 'As in MySQL: varchar(50).' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['country_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
