import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { companies } from '../tables/companies.ts'
import { industries } from '../tables/industries.ts'
import { sql } from './generated/sql.ts'
import { responseContext } from './response-context.ts'

export const companySummary = defineModel({
  target: 'analytics.company_summary',
  doc: 'One row per company: its last 90 days. Figures of fewer than 5 responses are left out.',
  owner: 'insights',
  columns: {
    company_id: col.intUnsigned({ doc: 'The company.', references: 'analytics.companies' }),
    segment: col.text({ doc: 'Benchmark segment to compare it with.', nullable: true }),
    first_day: col.date({
      doc: 'First day of the period, UTC; null while there is no response at all.',
      nullable: true,
    }),
    last_day: col.date({ doc: 'Last day of the period: that of the newest response of any company.', nullable: true }),
    responses: col.text({ doc: 'Responses that count, as a band: none, 1 to 4, 5 to 19, 20 to 99, 100 or more.' }),
    shown: col.bool({ doc: 'At least 5 responses count, so that there are figures.' }),
    mean_score: col.decimal({
      doc: 'Mean score, 0 to 100; null below 5 responses with a score.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    score_change: col.decimal({
      doc: 'Less that of the 90 days before; null unless both have at least 5 responses with a score.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    nps: col.decimal({
      doc: 'Share of promoters less share of detractors, -100 to 100; null below 5 ratings.',
      precision: 4,
      scale: 1,
      nullable: true,
    }),
    completion_rate: col.decimal({
      doc: 'Responses that count, in percent of the surveys opened; null below 5 responses.',
      precision: 4,
      scale: 1,
      nullable: true,
    }),
  },
  primaryKey: ['company_id'],
  inputs: [companies, industries, responseContext],
  sql: sql.companySummary,
  load: { mode: 'replace' },
})
