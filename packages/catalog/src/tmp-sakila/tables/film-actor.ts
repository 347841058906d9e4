import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const filmActor = defineTable({
  source: 'film_actor',
  target: 'sakila.film_actor',
  doc: 'Copy of the MySQL table film_actor.',
  owner: 'unassigned',
  columns: {
    actor_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    film_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['actor_id', 'film_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
