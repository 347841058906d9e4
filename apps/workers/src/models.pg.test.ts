import { expect, test } from 'vitest'
import { modelWorld, type ModelWorld, type TestRow } from '../test/model-inputs.ts'

/*
 * The models on a small fixed data set, against figures worked out by hand. A survey has the number of its company.
 */

/** What is told of a response; the rest follows. */
interface Told {
  readonly company: number
  readonly day: string
  readonly score?: number | null
  readonly nps?: number | null
  readonly status?: string
  readonly withdrawn?: boolean
}

function npsClass(nps: number | null | undefined): string | null {
  if (nps === null || nps === undefined) return null
  return nps >= 9 ? 'promoter' : nps >= 7 ? 'passive' : 'detractor'
}

function responsesOf(told: readonly Told[]): TestRow[] {
  return told.map(({ company, day, score, nps, status, withdrawn }, index) => ({
    id: index + 1,
    survey_id: company,
    industry_code: 'software',
    status: status ?? 'completed',
    score: score ?? null,
    nps: nps ?? null,
    nps_class: npsClass(nps),
    created_at: `${day} 10:00:00`,
    responded_at: `${day} 10:05:00`,
    updated_at: `${day} 10:05:00`,
    deleted_at: withdrawn === true ? `${day} 11:00:00` : null,
  }))
}

/** Companies 1 to 8 in the segment "tech", 9 is a demonstration. */
async function publishCompanies(world: ModelWorld): Promise<void> {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  await world.publish('analytics.industries', [{ code: 'software', name: 'Software', segment: 'tech' }])
  await world.publish(
    'analytics.companies',
    numbers.map((id) => ({ id, country: 'DE', industry_code: 'software', is_demo: id === 9 })),
  )
  await world.publish(
    'analytics.surveys',
    numbers.map((id) => ({ id, company_id: id, moment: 'interview', updated_at: '2026-01-01 00:00:00' })),
  )
}

test('benchmark: figures of 5 companies and more, of which none has more than half', async () => {
  await using world = await modelWorld()
  await publishCompanies(world)
  const months: Readonly<Record<string, readonly Omit<Told, 'day'>[]>> = {
    // Only 4 of 5 companies have a score: responses show, their mean does not.
    '2026-05': [1, 2, 3, 4, 5].map((company) => ({ company, nps: 9, score: company === 5 ? null : 50 })),
    // Company 1 has 4 of 8, which is half and not more.
    '2026-06': [1, 1, 1, 1, 2, 3, 4, 5].map((company) => ({ company, score: 10, nps: 0 })),
    // Company 1 has 5 of 9, more than half.
    '2026-07': [1, 1, 1, 1, 1, 2, 3, 4, 5].map((company) => ({ company, score: 10, nps: 0 })),
    // 4 companies.
    '2026-08': [1, 2, 3, 4].map((company) => ({ company, score: 10, nps: 0 })),
    // 5 companies. Demonstration, withdrawn and unfinished responses do not count.
    '2026-09': [
      { company: 1, score: 10, nps: 10 },
      { company: 2, score: 20, nps: 9 },
      { company: 3, score: 30, nps: 8 },
      { company: 4, score: 40, nps: 6 },
      { company: 5, score: 50, nps: 0 },
      { company: 9, score: 100, nps: 10 },
      { company: 6, score: 100, nps: 10, withdrawn: true },
      { company: 7, score: 100, nps: 10, status: 'started' },
    ],
    // 6 companies.
    '2026-10': [1, 2, 3, 4, 5, 6].map((company) => ({ company, score: company === 6 ? 100 : 0, nps: 10 })),
  }
  const told = Object.entries(months).flatMap(([month, each]) => each.map((one) => ({ ...one, day: `${month}-15` })))
  await world.publish('analytics.survey_responses', responsesOf(told))
  await world.build()
  const rows = await world.db.query(
    `select month::text, shown, companies, responses, mean_score, nps from analytics.benchmark_by_segment_month
     where segment = 'tech' order by month`,
  )
  const hidden = { shown: false, companies: null, responses: null, mean_score: null, nps: null }
  expect(rows).toEqual([
    // 5 promoters of 5: 100 %.
    { month: '2026-05-01', shown: true, companies: 5, responses: '5', mean_score: null, nps: '100.0' },
    // 8 x 10 / 8 = 10; 8 detractors of 8: -100 %.
    { month: '2026-06-01', shown: true, companies: 5, responses: '8', mean_score: '10.00', nps: '-100.0' },
    { month: '2026-07-01', ...hidden },
    { month: '2026-08-01', ...hidden },
    // (10 + 20 + 30 + 40 + 50) / 5 = 30; promoters 10 and 9, detractors 6 and 0: (2 - 2) / 5 = 0 %.
    { month: '2026-09-01', shown: true, companies: 5, responses: '5', mean_score: '30.00', nps: '0.0' },
    // 100 / 6 = 16.67; 6 promoters of 6.
    { month: '2026-10-01', shown: true, companies: 6, responses: '6', mean_score: '16.67', nps: '100.0' },
  ])
})

test('company summary: figures of 5 responses and more over 90 days, compared with the 90 days before', async () => {
  await using world = await modelWorld()
  await publishCompanies(world)
  // The newest response is of November 20th: 20 days of November, 31 of October, 30 of September and 9 of August make
  // the 90 days from August 23rd on.
  const first = '2026-08-23'
  const dayBefore = '2026-08-22'
  const told: Told[] = [
    // 4 responses: one too few.
    ...[1, 2, 3, 4].map(() => ({ company: 1, day: '2026-10-01', score: 90, nps: 10 })),
    // 5 responses and 3 surveys that were only opened.
    { company: 2, day: '2026-11-20', score: 60, nps: 10 },
    { company: 2, day: first, score: 70, nps: 10 },
    { company: 2, day: '2026-09-01', score: 80, nps: 9 },
    { company: 2, day: '2026-09-02', score: 90, nps: 8 },
    { company: 2, day: '2026-09-03', score: 100, nps: 3 },
    ...[1, 2, 3].map(() => ({ company: 2, day: '2026-09-04', status: 'started' })),
    ...[1, 2, 3, 4, 5].map(() => ({ company: 2, day: dayBefore, score: 50, nps: 0 })),
    // 6 responses: 5 with a score, 4 with a rating; only 4 in the period before.
    { company: 3, day: '2026-10-01', score: 10, nps: 9 },
    { company: 3, day: '2026-10-01', score: 20, nps: 9 },
    { company: 3, day: '2026-10-01', score: 30, nps: 9 },
    { company: 3, day: '2026-10-01', score: 40, nps: 9 },
    { company: 3, day: '2026-10-01', score: 55 },
    { company: 3, day: '2026-10-01' },
    ...[1, 2, 3, 4].map(() => ({ company: 3, day: dayBefore, score: 50, nps: 0 })),
  ]
  await world.publish('analytics.survey_responses', responsesOf(told))
  await world.build()
  const rows = await world.db.query(
    `select company_id, first_day::text, last_day::text, responses, shown, mean_score, score_change, nps, completion_rate
     from analytics.company_summary where company_id <= 4 order by company_id`,
  )
  const period = { first_day: first, last_day: '2026-11-20' }
  const hidden = { shown: false, mean_score: null, score_change: null, nps: null, completion_rate: null }
  expect(rows).toEqual([
    { company_id: '1', ...period, responses: '1 to 4', ...hidden },
    {
      company_id: '2',
      ...period,
      responses: '5 to 19',
      shown: true,
      // (60 + 70 + 80 + 90 + 100) / 5 = 80, 30 above the 50 of before.
      mean_score: '80.00',
      score_change: '30.00',
      // Promoters 10, 10, 9; detractor 3: (3 - 1) / 5 = 40 %.
      nps: '40.0',
      // 5 of 8.
      completion_rate: '62.5',
    },
    {
      company_id: '3',
      ...period,
      responses: '5 to 19',
      shown: true,
      // (10 + 20 + 30 + 40 + 55) / 5 = 31.
      mean_score: '31.00',
      score_change: null,
      nps: null,
      completion_rate: '100.0',
    },
    { company_id: '4', ...period, responses: 'none', ...hidden },
  ])
})

test('response context: the latest application that counts, and nothing of it for an anonymous survey', async () => {
  await using world = await modelWorld()
  await publishCompanies(world)
  await world.publish('analytics.surveys', [
    { id: 1, company_id: 1, moment: 'interview', anonymous: false, updated_at: '2026-10-01 00:00:00' },
    { id: 2, company_id: 1, moment: 'offer', anonymous: true, updated_at: '2026-10-01 00:00:00' },
  ])
  await world.publish('analytics.departments', [{ id: 7, company_id: 1, name: 'Research' }])
  await world.publish('analytics.hiring_stages', [{ company_id: 1, code: 'onsite', position: 2, label: 'On site' }])
  await world.publish('analytics.jobs', [
    { id: 10, company_id: 1, department_id: 7, seniority: 'senior', updated_at: '2026-10-01 00:00:00' },
    { id: 11, company_id: 1, seniority: 'junior', updated_at: '2026-10-01 00:00:00' },
  ])
  const application = { candidate_id: 5, stage_code: 'onsite', updated_at: '2026-10-02 00:00:00' }
  await world.publish('analytics.applications', [
    { ...application, id: 1, job_id: 11, applied_at: '2026-09-01 00:00:00' },
    { ...application, id: 2, job_id: 10, applied_at: '2026-09-02 00:00:00' },
    { ...application, id: 3, job_id: 11, applied_at: '2026-09-03 00:00:00', deleted_at: '2026-09-04 00:00:00' },
  ])
  const response = {
    candidate_id: 5,
    industry_code: 'software',
    status: 'completed',
    updated_at: '2026-10-03 00:00:00',
  }
  await world.publish('analytics.survey_responses', [
    { ...response, id: 1, survey_id: 1 },
    { ...response, id: 2, survey_id: 2 },
    { ...response, id: 3, survey_id: 1, candidate_id: 6 },
  ])
  await world.build()
  const rows = await world.db.query(
    `select response_id, segment, moment, job_id, seniority, department, stage_position, stage, counts
     from analytics.response_context order by response_id`,
  )
  const none = { job_id: null, seniority: null, department: null, stage_position: null, stage: null }
  expect(rows).toEqual([
    {
      response_id: '1',
      segment: 'tech',
      moment: 'interview',
      job_id: '10',
      seniority: 'senior',
      department: 'Research',
      stage_position: 2,
      stage: 'On site',
      counts: true,
    },
    { response_id: '2', segment: 'tech', moment: 'offer', ...none, counts: true },
    { response_id: '3', segment: 'tech', moment: 'interview', ...none, counts: true },
  ])
})
