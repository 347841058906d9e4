import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const address = defineTable({
  source: 'address',
  target: 'sakila.address',
  doc: 'Copy of the MySQL table address.',
  owner: 'unassigned',
  columns: {
    address_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    address: col.text({ doc: 'As in MySQL: varchar(50).' }),
    address2: col.text({ doc: 'As in MySQL: varchar(50).', nullable: true }),
    district: col.text({ doc: 'As in MySQL: varchar(20).' }),
    city_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    postal_code: col.text({ doc: 'As in MySQL: varchar(10).', nullable: true }),
    phone: col.text({ doc: 'As in MySQL: varchar(20).' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['address_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
