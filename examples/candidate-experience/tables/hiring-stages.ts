import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const hiringStages = defineTable({
  source: 'hiring_stages',
  target: 'analytics.hiring_stages',
  doc: 'One row per step of a company’s hiring process.',
  owner: 'jobs',
  columns: {
    company_id: col.intUnsigned({ doc: 'Whose process it is.', references: 'analytics.companies' }),
    code: col.text({ doc: 'Short name, unique within the company; applications name their stage by it.' }),
    position: col.tinyintUnsigned({ doc: 'Order within the process, from 0.' }),
    label: col.text({ doc: 'As the company calls it.' }),
    moment: col.enum({
      doc: 'The moment that surveys about this step ask about.',
      values: ['application', 'interview', 'rejection', 'offer', 'onboarding'],
    }),
  },
  primaryKey: ['company_id', 'code'],
  load: { mode: 'replace' },
})
