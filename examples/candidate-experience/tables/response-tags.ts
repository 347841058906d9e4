import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const responseTags = defineTable({
  source: 'response_tags',
  target: 'analytics.response_tags',
  doc: 'One row per label on a response. Rows come and go without a time of change, so every run reads all.',
  owner: 'surveys',
  columns: {
    response_id: col.bigintUnsigned({
      doc: 'The response that bears the label.',
      references: 'analytics.survey_responses',
    }),
    tag_id: col.intUnsigned({ doc: 'The label.', references: 'analytics.tags' }),
    confidence: col.double({
      doc: 'How sure the classifier was, 0 to 1; null when a person put the label on.',
      nullable: true,
    }),
  },
  primaryKey: ['response_id', 'tag_id'],
  load: { mode: 'replace' },
})
