import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const inventory = defineTable({
  source: 'inventory',
  target: 'sakila.inventory',
  doc: 'Copy of the MySQL table inventory.',
  owner: 'unassigned',
  columns: {
    inventory_id: col.mediumintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    film_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    store_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['inventory_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
