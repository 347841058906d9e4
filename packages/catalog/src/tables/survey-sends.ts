import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const surveySends = defineTable({
  source: 'survey_sends',
  target: 'analytics.survey_sends',
  doc: 'One row per invitation that went out. Its keys lie far apart since the move to a second mail provider.',
  owner: 'surveys',
  columns: {
    id: col.bigintUnsigned({ doc: 'Below 2^63 from the first mail provider, above it from the second.' }),
    survey_id: col.intUnsigned({ doc: 'What the candidate is asked to fill in.', references: 'analytics.surveys' }),
    candidate_id: col.bigintUnsigned({ doc: 'Who is asked.', references: 'analytics.candidates' }),
    application_id: col.bigint({
      doc: 'What it is about; null when unknown.',
      nullable: true,
      references: 'analytics.applications',
    }),
    channel: col.enum({ doc: 'How it went out.', values: ['email', 'sms', 'link', 'widget'] }),
    token: col.binary({ doc: 'Secret part of the link, 16 bytes.' }),
    reminders: col.tinyintUnsigned({ doc: 'Reminders sent after it.' }),
    cost: col.decimal({ doc: 'What the provider charges, in euros.', precision: 9, scale: 6 }),
    sent_at: col.timestamp({ doc: 'When it went out, UTC.' }),
    opened_at: col.timestamp({ doc: 'When the candidate opened it, UTC; null before.', nullable: true }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
