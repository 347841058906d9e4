import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const language = defineTable({
  source: 'language',
  target: 'sakila.language',
  doc: 'Copy of the MySQL table language.',
  owner: 'unassigned',
  columns: {
    language_id: col.tinyintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    name: col.text({ doc: 'As in MySQL: char(20).' }),
    last_update: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['language_id'],
  load: { mode: 'merge', cursor: 'last_update' },
})
