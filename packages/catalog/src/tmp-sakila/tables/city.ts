import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const city = defineTable({
  source: 'city',
  target: 'sakila.city',
  doc: 'Copy of the MySQL table city.',
  owner: 'unassigned',
  columns: {
    city_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    city: col.text({ doc: 'As in MySQL: varchar(50).' }),
    country_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['city_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
