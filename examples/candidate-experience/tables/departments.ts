import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const departments = defineTable({
  source: 'departments',
  target: 'analytics.departments',
  doc: 'One row per department of a company. Some thousands of rows without a time of change, so every run reads all.',
  owner: 'jobs',
  columns: {
    id: col.mediumintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    company_id: col.intUnsigned({ doc: 'The company it is part of.', references: 'analytics.companies' }),
    parent_id: col.mediumintUnsigned({
      doc: 'The department above; null at the top.',
      nullable: true,
      references: 'analytics.departments',
    }),
    name: col.text({ doc: 'In the language of the company.' }),
    headcount: col.smallintUnsigned({
      doc: 'People in it, as the customer states; null when never asked.',
      nullable: true,
    }),
  },
  primaryKey: ['id'],
  load: { mode: 'replace' },
})
