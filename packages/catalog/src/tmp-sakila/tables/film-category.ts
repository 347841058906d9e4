import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const filmCategory = defineTable({
  source: 'film_category',
  target: 'sakila.film_category',
  doc: 'Copy of the MySQL table film_category.',
  owner: 'unassigned',
  columns: {
    film_id: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.' }),
    category_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['film_id', 'category_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
