import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const staff = defineTable({
  source: 'staff',
  target: 'sakila.staff',
  doc: 'Copy of the MySQL table staff.',
  owner: 'unassigned',
  columns: {
    staff_id: col.tinyintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    first_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    last_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    address_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    picture: col.binary({ doc: 'As in MySQL: blob.', nullable: true }),
    email: col.text({ doc: 'As in MySQL: varchar(50).', nullable: true }),
    store_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    active: col.tinyint({ doc: 'As in MySQL: tinyint(1).' }),
    username: col.text({ doc: 'As in MySQL: varchar(16).' }),
    password: col.text({ doc: 'As in MySQL: varchar(40).', nullable: true }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['staff_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
