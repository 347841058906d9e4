import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { timestamp } from '@hourglass/catalog-kit/kinds/timestamp'
import { lookup } from '@hourglass/catalog-kit/lookup'
import { secondsBetween } from '@hourglass/transform/seconds-between'
import { surveys } from './surveys.ts'

export const surveySends = defineTable({
  source: 'survey_sends',
  target: 'analytics.survey_sends',
  doc: 'One row per invitation that went out. The secret part of its link stays in MySQL: whoever has it can answer.',
  owner: 'surveys',
  columns: {
    id: col.bigintUnsigned({
      doc: 'Below 2^63 from the first mail provider, above it from the second; the keys of the two lie far apart.',
    }),
    survey_id: col.intUnsigned({ doc: 'What the candidate is asked to fill in.', references: 'analytics.surveys' }),
    company_id: col.intUnsigned({
      doc: 'The company that asks.',
      nullable: true,
      references: 'analytics.companies',
      from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
    }),
    candidate_id: col.bigintUnsigned({ doc: 'Who is asked.', references: 'analytics.candidates' }),
    application_id: col.bigint({
      doc: 'The application that it is about; null when unknown.',
      nullable: true,
      references: 'analytics.applications',
    }),
    channel: col.enum({ doc: 'How it reached the candidate.', values: ['email', 'sms', 'link', 'widget'] }),
    reminders: col.tinyintUnsigned({ doc: 'Reminders sent after the invitation.' }),
    cost: col.decimal({ doc: 'What the provider charges for the invitation, in euros.', precision: 9, scale: 6 }),
    sent_at: col.timestamp({ doc: 'When the invitation went out, UTC.' }),
    opened_at: col.timestamp({ doc: 'When the candidate opened it, UTC; null before.', nullable: true }),
    seconds_to_open: col.bigint({
      doc: 'From sending to opening, in seconds; null while unopened.',
      nullable: true,
      inputs: { sent_at: timestamp, opened_at: timestamp },
      using: secondsBetween('sent_at', 'opened_at'),
    }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
