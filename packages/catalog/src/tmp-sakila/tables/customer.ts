import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const customer = defineTable({
  source: 'customer',
  target: 'sakila.customer',
  doc: 'Copy of the MySQL table customer.',
  owner: 'unassigned',
  columns: {
    customer_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    store_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    first_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    last_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    email: col.text({ doc: 'As in MySQL: varchar(50).', nullable: true }),
    address_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    active: col.tinyint({ doc: 'As in MySQL: tinyint(1).' }),
    create_date: col.timestamp({ doc: 'As in MySQL: datetime.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE.', nullable: true }),
  },
  primaryKey: ['customer_id'],
  load: { mode: 'replace' },
})
