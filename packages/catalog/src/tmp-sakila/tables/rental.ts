import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const rental = defineTable({
  source: 'rental',
  target: 'sakila.rental',
  doc: 'Copy of the MySQL table rental.',
  owner: 'unassigned',
  columns: {
    rental_id: col.int({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    rental_date: col.timestamp({ doc: 'As in MySQL: datetime.' }),
    inventory_id: col.mediumintUnsigned({ doc: 'As in MySQL: mediumint(8) unsigned.' }),
    customer_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    return_date: col.timestamp({ doc: 'As in MySQL: datetime.', nullable: true }),
    staff_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['rental_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
