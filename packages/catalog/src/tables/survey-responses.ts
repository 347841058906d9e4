import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { emptyToNull } from '@hourglass/transform/empty-to-null'

export const surveyResponses = defineTable({
  source: 'survey_responses',
  target: 'analytics.survey_responses',
  doc: 'One row per candidate who opened a survey. Changes while the candidate answers; soft-deleted on request.',
  owner: 'surveys',
  columns: {
    id: col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    survey_id: col.intUnsigned({ doc: 'The survey that was opened.', references: 'analytics.surveys' }),
    candidate_id: col.bigintUnsigned({
      doc: 'Null in an anonymous survey.',
      references: 'analytics.candidates',
      nullable: true,
    }),
    status: col.enum({ doc: 'How far the candidate got.', values: ['started', 'completed', 'abandoned'] }),
    nps: col.tinyintUnsigned({ doc: 'Would recommend the company, 0 to 10.', nullable: true }),
    score: col.decimal({
      doc: 'Mean of the rated answers on a scale of 0 to 100.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    seconds_spent: col.double({ doc: 'Time on the survey pages, in seconds.', nullable: true }),
    comment: col.text({ doc: 'Free text of the candidate.', nullable: true, pii: true, using: emptyToNull }),
    context: col.json({ doc: 'Device, source and stage when the survey was opened.', nullable: true }),
    responded_at: col.timestamp({ doc: 'When the last answer came, UTC; null before it.', nullable: true }),
    created_at: col.timestamptz({ doc: 'When the survey was opened.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the response was withdrawn; null while it counts.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
