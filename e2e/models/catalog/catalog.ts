import { col } from '@hourglass/catalog-kit/col'
import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const surveys = defineTable({
  source: 'surveys',
  target: 'analytics.surveys',
  doc: 'One row per survey.',
  owner: 'surveys',
  columns: {
    id: col.intUnsigned({ doc: 'Key.' }),
    company_id: col.intUnsigned({ doc: 'The company that asks.' }),
    title: col.text({ doc: 'What the candidate reads first.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})

export const tags = defineTable({
  source: 'tags',
  target: 'analytics.tags',
  doc: 'One row per tag.',
  owner: 'surveys',
  columns: { id: col.intUnsigned({ doc: 'Key.' }), company_id: col.intUnsigned({ doc: 'Whose tag it is.' }) },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})

export const catalog = defineCatalog([surveys, tags])
