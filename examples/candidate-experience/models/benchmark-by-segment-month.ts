import { col } from '@hourglass/catalog-kit/col'
import { defineModel } from '@hourglass/catalog-kit/define-model'
import { companies } from '../tables/companies.ts'
import { sql } from './generated/sql.ts'
import { responseContext } from './response-context.ts'

export const benchmarkBySegmentMonth = defineModel({
  target: 'analytics.benchmark_by_segment_month',
  doc: 'One row per benchmark segment and month with a response. No single company can be read from it; those of our own are left out.',
  owner: 'benchmarks',
  columns: {
    segment: col.text({ doc: 'Benchmark segment.' }),
    month: col.date({ doc: 'First day of the month in which the responses came, UTC.' }),
    shown: col.bool({
      doc: 'At least 5 companies answered, none with more than half of the responses; else there are no figures.',
    }),
    companies: col.int({ doc: 'Companies with a response.', nullable: true }),
    responses: col.bigint({ doc: 'Responses that count.', nullable: true }),
    mean_score: col.decimal({
      doc: 'Mean score of the responses that have one, 0 to 100; null when too few companies are in it.',
      precision: 5,
      scale: 2,
      nullable: true,
    }),
    nps: col.decimal({
      doc: 'Share of promoters less share of detractors, -100 to 100; null when too few companies are in it.',
      precision: 4,
      scale: 1,
      nullable: true,
    }),
  },
  primaryKey: ['segment', 'month'],
  inputs: [companies, responseContext],
  sql: sql.benchmarkBySegmentMonth,
  load: { mode: 'replace' },
})
