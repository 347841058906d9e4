import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const actor = defineTable({
  source: 'actor',
  target: 'sakila.actor',
  doc: 'Copy of the MySQL table actor.',
  owner: 'unassigned',
  columns: {
    actor_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    first_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    last_name: col.text({ doc: 'As in MySQL: varchar(45).' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['actor_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
