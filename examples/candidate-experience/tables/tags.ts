import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const tags = defineTable({
  source: 'tags',
  target: 'analytics.tags',
  doc: 'One row per label that a company’s people put on responses.',
  owner: 'surveys',
  columns: {
    id: col.intUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    company_id: col.intUnsigned({ doc: 'Whose label it is.', references: 'analytics.companies' }),
    name: col.text({ doc: 'As people typed it; the same word may come in several spellings.' }),
    colour: col.text({ doc: 'Hex colour, e.g. "#ff8800"; null for the default.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})
