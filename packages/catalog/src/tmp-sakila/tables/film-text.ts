import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const filmText = defineTable({
  source: 'film_text',
  target: 'sakila.film_text',
  doc: 'Copy of the MySQL table film_text.',
  owner: 'unassigned',
  columns: {
    film_id: col.smallint({ doc: 'As in MySQL: smallint(6).' }),
    title: col.text({ doc: 'As in MySQL: varchar(255).' }),
    description: col.text({ doc: 'As in MySQL: text.', nullable: true }),
  },
  primaryKey: ['film_id'],
  load: { mode: 'replace' },
})
