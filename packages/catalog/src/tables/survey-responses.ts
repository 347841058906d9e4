import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { double } from '@hourglass/catalog-kit/kinds/double'
import { json } from '@hourglass/catalog-kit/kinds/json'
import { tinyintUnsigned } from '@hourglass/catalog-kit/kinds/tinyint-unsigned'
import { chain } from '@hourglass/transform/chain'
import { durationBucket } from '@hourglass/transform/duration-bucket'
import { emptyToNull } from '@hourglass/transform/empty-to-null'
import { jsonField } from '@hourglass/transform/json-field'
import { npsClass } from '@hourglass/transform/nps-class'
import { redactContacts } from '@hourglass/transform/redact-contacts'
import { redactNames } from '@hourglass/transform/redact-names'

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
    nps_class: col.enum({
      doc: 'Class of `nps`.',
      values: ['promoter', 'passive', 'detractor'],
      from: 'nps',
      reads: tinyintUnsigned,
      using: npsClass,
      nullable: true,
    }),
    score: col.decimal({
      doc: 'Mean of the rated answers on a scale of 0 to 100.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    seconds_spent: col.double({ doc: 'Time on the survey pages, in seconds.', nullable: true }),
    time_spent: col.text({
      doc: 'Span that `seconds_spent` falls into.',
      from: 'seconds_spent',
      reads: double,
      using: durationBucket,
      nullable: true,
    }),
    comment: col.text({
      doc: 'Free text of the candidate, without addresses, numbers and names that show as such.',
      nullable: true,
      pii: true,
      using: chain(redactContacts, chain(redactNames, emptyToNull)),
    }),
    context: col.json({ doc: 'Device, source and stage when the survey was opened.', nullable: true }),
    device: col.text({
      doc: 'What it was answered on.',
      from: 'context',
      reads: json,
      using: jsonField('device'),
      nullable: true,
    }),
    responded_at: col.timestamp({ doc: 'When the last answer came, UTC; null before it.', nullable: true }),
    created_at: col.timestamptz({ doc: 'When the survey was opened.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the response was withdrawn; null while it counts.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
