import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { double } from '@hourglass/catalog-kit/kinds/double'
import { json } from '@hourglass/catalog-kit/kinds/json'
import { timestamp } from '@hourglass/catalog-kit/kinds/timestamp'
import { timestamptz } from '@hourglass/catalog-kit/kinds/timestamptz'
import { tinyintUnsigned } from '@hourglass/catalog-kit/kinds/tinyint-unsigned'
import { lookup, via } from '@hourglass/catalog-kit/lookup'
import { chain } from '@hourglass/transform/chain'
import { durationBucket } from '@hourglass/transform/duration-bucket'
import { emptyToNull } from '@hourglass/transform/empty-to-null'
import { jsonField } from '@hourglass/transform/json-field'
import { npsClass } from '@hourglass/transform/nps-class'
import { periodKeyIn } from '@hourglass/transform/period-key-in'
import { redactContacts } from '@hourglass/transform/redact-contacts'
import { redactNames } from '@hourglass/transform/redact-names'
import { secondsBetween } from '@hourglass/transform/seconds-between'
import { companies } from './companies.ts'
import { companySettings } from './company-settings.ts'
import { sizeBands } from './size-bands.ts'
import { surveys } from './surveys.ts'

export const surveyResponses = defineTable({
  source: 'survey_responses',
  target: 'analytics.survey_responses',
  doc: 'One row per candidate who opened a survey. Changes while the candidate answers; soft-deleted on request.',
  owner: 'surveys',
  columns: {
    id: col.bigintUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    survey_id: col.intUnsigned({ doc: 'The survey that was opened.', references: 'analytics.surveys' }),
    company_id: col.intUnsigned({
      doc: 'The company that asks.',
      nullable: true,
      references: 'analytics.companies',
      from: lookup(surveys, { by: 'survey_id', take: 'company_id', missing: 'null' }),
    }),
    industry_code: col.text({
      doc: 'Industry of the company.',
      nullable: true,
      references: 'analytics.industries',
      from: lookup(companies, {
        by: via(surveys, { by: 'survey_id', take: 'company_id' }),
        take: 'industry_code',
        missing: 'null',
      }),
    }),
    size_segment: col.text({
      doc: 'Benchmark segment of the size of the company.',
      nullable: true,
      from: lookup(sizeBands, {
        by: via(companies, { by: via(surveys, { by: 'survey_id', take: 'company_id' }), take: 'size_band' }),
        take: 'segment',
        missing: 'null',
      }),
    }),
    candidate_id: col.bigintUnsigned({
      doc: 'Who answered; null in an anonymous survey.',
      references: 'analytics.candidates',
      nullable: true,
    }),
    status: col.enum({ doc: 'How far the candidate got.', values: ['started', 'completed', 'abandoned'] }),
    nps: col.tinyintUnsigned({
      doc: 'How likely the candidate is to recommend the company, 0 to 10; null until answered.',
      nullable: true,
    }),
    nps_class: col.enum({
      doc: 'Class of `nps`: promoter from 9, passive 7 and 8, detractor below.',
      values: ['promoter', 'passive', 'detractor'],
      from: 'nps',
      reads: tinyintUnsigned,
      using: npsClass,
      nullable: true,
    }),
    score: col.decimal({
      doc: 'Mean of the rated answers on a scale of 0 to 100; null until completed.',
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
    context: col.json({ doc: 'Device, visit, campaign and steps, as the survey page wrote them.', nullable: true }),
    device: col.text({
      doc: 'What it was answered on: phone, tablet or desktop.',
      from: 'context',
      reads: json,
      using: jsonField('device'),
      nullable: true,
    }),
    responded_at: col.timestamp({ doc: 'When the last answer came, UTC; null before it.', nullable: true }),
    seconds_to_respond: col.bigint({
      doc: 'From opening the survey to the last answer, in seconds; null before it.',
      nullable: true,
      inputs: { created_at: timestamptz(), responded_at: timestamp },
      using: secondsBetween('created_at', 'responded_at'),
    }),
    responded_month: col.text({
      doc: 'Month of `responded_at` as it is counted in the time zone of the company.',
      nullable: true,
      inputs: {
        responded_at: timestamp,
        time_zone: lookup(companySettings, {
          by: via(surveys, { by: 'survey_id', take: 'company_id' }),
          take: 'time_zone',
          missing: { value: 'UTC' },
        }),
      },
      using: periodKeyIn('month', 'responded_at', 'time_zone'),
    }),
    created_at: col.timestamptz({ doc: 'When the survey was opened.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When the response was withdrawn; null while it counts.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
