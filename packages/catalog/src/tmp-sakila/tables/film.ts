import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const film = defineTable({
  source: 'film',
  target: 'sakila.film',
  doc: 'Copy of the MySQL table film.',
  owner: 'unassigned',
  columns: {
    film_id: col.smallintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    title: col.text({ doc: 'As in MySQL: varchar(255).' }),
    description: col.text({ doc: 'As in MySQL: text.', nullable: true }),
    release_year: col.year({ doc: 'As in MySQL: year(4).', nullable: true }),
    language_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    original_language_id: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.', nullable: true }),
    rental_duration: col.tinyintUnsigned({ doc: 'As in MySQL: tinyint(3) unsigned.' }),
    rental_rate: col.decimal({ doc: 'As in MySQL: decimal(4,2).', precision: 4, scale: 2 }),
    length: col.smallintUnsigned({ doc: 'As in MySQL: smallint(5) unsigned.', nullable: true }),
    replacement_cost: col.decimal({ doc: 'As in MySQL: decimal(5,2).', precision: 5, scale: 2 }),
    rating: col.enum({
      doc: "As in MySQL: enum('G','PG','PG-13','R','NC-17').",
      values: ['G', 'PG', 'PG-13', 'R', 'NC-17'],
      nullable: true,
    }),
    special_features: col.set({ doc: 'As in MySQL: set.', nullable: true }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['film_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
