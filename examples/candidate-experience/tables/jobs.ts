import { col } from '@hourglass/catalog-kit/col'
import { defineTable } from '@hourglass/catalog-kit/define-table'
import { lookup } from '@hourglass/catalog-kit/lookup'
import { seniorityBucket } from '@hourglass/transform/seniority-bucket'
import { sentinelDate } from '@hourglass/transform/sentinel-date'
import { trimWhitespace } from '@hourglass/transform/trim-whitespace'
import { companies } from './companies.ts'

export const jobs = defineTable({
  source: 'jobs',
  target: 'analytics.jobs',
  doc: 'One row per opening that a company has published. Closed openings keep their row.',
  owner: 'jobs',
  columns: {
    id: col.intUnsigned({ doc: 'Assigned by MySQL AUTO_INCREMENT.' }),
    company_id: col.intUnsigned({ doc: 'The company that hires.', references: 'analytics.companies' }),
    industry_code: col.text({
      doc: 'Industry of the company, as benchmarks of openings cut them.',
      nullable: true,
      references: 'analytics.industries',
      from: lookup(companies, { by: 'company_id', take: 'industry_code', missing: 'null' }),
    }),
    department_id: col.mediumintUnsigned({
      doc: 'For which department; null when unknown.',
      nullable: true,
      references: 'analytics.departments',
    }),
    title: col.text({ doc: 'As published, without needless white space.', using: trimWhitespace }),
    seniority: col.text({
      doc: 'Intern, junior, senior, lead or executive, as far as the title tells; else other.',
      from: 'title',
      using: seniorityBucket,
    }),
    location: col.text({ doc: 'City; null when none was given.', nullable: true }),
    openings: col.tinyint({ doc: 'People wanted; -1 stands for "any number".' }),
    salary_min: col.decimal({ doc: 'Gross per year, in `currency`.', precision: 12, scale: 2, nullable: true }),
    salary_max: col.decimal({ doc: 'Gross per year, in `currency`.', precision: 12, scale: 2, nullable: true }),
    salary_mid: col.decimal({
      doc: 'Middle between `salary_min` and `salary_max`; null unless both are given. MySQL computes it.',
      precision: 12,
      scale: 2,
      nullable: true,
    }),
    currency: col.text({ doc: 'ISO 4217 code of the salaries.' }),
    opened_on: col.date({ doc: 'First day online.' }),
    closed_on: col.date({
      doc: 'Last day online; null while open, also where the application says so with the end of all days.',
      nullable: true,
      using: sentinelDate(['9999-12-31'], 'null'),
    }),
    updated_at: col.timestamptz({ doc: 'Set by MySQL ON UPDATE; drives upserts.' }),
    deleted_at: col.timestamptz({ doc: 'When it was removed; null otherwise.', nullable: true }),
  },
  primaryKey: ['id'],
  load: { mode: 'merge', cursor: 'updated_at' },
})
