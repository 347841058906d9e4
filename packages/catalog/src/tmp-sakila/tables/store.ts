import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const store = defineTable({
  source: 'store',
  target: 'sakila.store',
  doc: 'Copy of the MySQL table store.',
  owner: 'unassigned',
  columns: {
    store_id: col.tinyintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    manager_staff_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    address_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['store_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
