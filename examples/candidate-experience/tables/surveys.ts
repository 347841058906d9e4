import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const surveys = defineTable({
  source: 'surveys',
  target: 'analytics.surveys',
  doc: 'One row per survey that a company has set up. Soft-deleted when the company removes it.',
  owner: 'surveys',
  columns: {
    id: col.intUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    company_id: col.intUnsigned({ doc: 'The company that asks.', references: 'analytics.companies' }),
    title: col.text({ doc: 'What the candidate reads first.' }),
    moment: col.enum({
      doc: 'The moment of the hiring process that it asks about.',
      values: ['application', 'interview', 'rejection', 'offer', 'onboarding'],
    }),
    channels: col.set({ doc: 'How invitations go out.' }),
    anonymous: col.bool({ doc: 'True when nobody at the company sees who answered.' }),
    settings: col.json({
      doc: 'Languages, number of reminders and introduction, as the survey editor writes them; null while all are the defaults.',
      nullable: true,
    }),
    created_at: col.timestamptz({ doc: 'When it was set up.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the company removed it; null while in use.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
