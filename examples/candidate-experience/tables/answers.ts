import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { chain } from '@hourglass/transform/chain'
import { emptyToNull } from '@hourglass/transform/empty-to-null'
import { redactContacts } from '@hourglass/transform/redact-contacts'
import { redactNames } from '@hourglass/transform/redact-names'

export const answers = defineTable({
  source: 'answers',
  target: 'analytics.answers',
  doc: 'One row per answered question; the largest table by far. Soft-deleted together with its response.',
  owner: 'surveys',
  columns: {
    id: col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    response_id: col.bigintUnsigned({ doc: 'The response it belongs to.', references: 'analytics.survey_responses' }),
    question_id: col.intUnsigned({
      doc: 'What was asked; its scale and weight are there.',
      references: 'analytics.questions',
    }),
    rating: col.tinyint({
      doc: 'On the scale of the question, whose best is `questions.scale_max`; null when it asks for text.',
      nullable: true,
    }),
    body: col.text({
      doc: 'Free text of the candidate, without addresses, numbers and names that show as such.',
      nullable: true,
      pii: true,
      using: chain(redactContacts, chain(redactNames, emptyToNull)),
    }),
    answered_at: col.timestamp({ doc: 'When the candidate left the question, UTC.', nullable: true }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the response was withdrawn; null while it counts.', nullable: true }),
  },
  primaryKey: ['id'],
  split: { by: 'id', rows: 50_000 },
  load: { mode: 'merge', cursor: 'updated_at' },
})
