import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const payment = defineTable({
  source: 'payment',
  target: 'sakila.payment',
  doc: 'Copy of the MySQL table payment.',
  owner: 'unassigned',
  columns: {
    payment_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    customer_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    staff_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    rental_id: col.int({ doc: 'As in MySQL: int(11).', nullable: true }),
    amount: col.decimal({ doc: 'As in MySQL: decimal(5,2).', precision: 5, scale: 2 }),
    payment_date: col.timestamp({ doc: 'As in MySQL: datetime.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE.', nullable: true }),
  },
  primaryKey: ['payment_id'],
  load: { mode: 'replace' },
})
