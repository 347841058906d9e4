import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'

export const applications = defineTable({
  source: 'applications',
  target: 'analytics.applications',
  doc: 'One row per candidate and job. Moves through the stages; soft-deleted together with its candidate.',
  owner: 'jobs',
  columns: {
    id: col.bigint({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    candidate_id: col.bigintUnsigned({ doc: 'The person who applies.', references: 'analytics.candidates' }),
    job_id: col.intUnsigned({ doc: 'The opening that was applied for.', references: 'analytics.jobs' }),
    stage_code: col.text({
      doc: 'Stage that it has reached: `hiring_stages.code` of the company of the job; null before the first.',
      nullable: true,
    }),
    status: col.enum({
      doc: 'Open, or how it ended: rejected by the company, withdrawn by the candidate, hired.',
      values: ['open', 'rejected', 'withdrawn', 'hired'],
    }),
    source: col.text({
      doc: 'Where the candidate came from, as job boards write it: in any spelling, and empty for some.',
      nullable: true,
    }),
    expected_salary: col.decimal({
      doc: 'Gross per year, in the currency of the job.',
      precision: 12,
      scale: 2,
      nullable: true,
    }),
    match_score: col.float({ doc: 'How well the profile fits, 0 to 1, by the matching service.', nullable: true }),
    applied_at: col.timestamp({ doc: 'When the application came in, UTC.' }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When it was withdrawn for good; null otherwise.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
