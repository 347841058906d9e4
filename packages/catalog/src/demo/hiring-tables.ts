import { placeOf } from './account-tables.ts'
import type { DemoTable } from './demo-table.ts'
import { CITIES, JOB_TITLES, SOURCES } from './phrases.ts'

const MOMENTS = ['application', 'interview', 'rejection', 'offer', 'onboarding'] as const
const STAGES = ['new', 'phone', 'onsite', 'no', 'offer', 'joined'] as const

export const jobs: DemoTable = {
  name: 'jobs',
  columns: [
    'id',
    'company_id',
    'department_id',
    'title',
    'location',
    'openings',
    'salary_min',
    'salary_max',
    'currency',
    'opened_on',
    'closed_on',
    'updated_at',
    'deleted_at',
  ],
  count: (scale) => scale.jobs,
  row(index, { timeline, scale }, random) {
    const companyId = 1 + random.skewed(scale.companies)
    const opened = timeline.created(index, scale.jobs, random)
    const updated = timeline.after(opened, 700, random)
    const salary = 24_000 + random.skewed(200_000)
    return [
      index + 1,
      companyId,
      random.chance(0.1) ? null : companyId + scale.companies * random.below(4),
      random.pick(JOB_TITLES),
      random.chance(0.1) ? null : random.pick(CITIES),
      random.pick([1, 1, 1, 2, 5, -1]),
      random.chance(0.3) ? null : salary.toFixed(2),
      random.chance(0.3) ? null : (salary * 1.25).toFixed(2),
      placeOf(companyId).currency,
      timeline.date(opened),
      random.chance(0.02) ? '0000-00-00' : random.chance(0.4) ? null : timeline.date(updated),
      timeline.text(updated, random),
      random.chance(0.03) ? timeline.text(updated, random) : null,
    ]
  },
}

export const hiringStages: DemoTable = {
  name: 'hiring_stages',
  columns: ['company_id', 'code', 'position', 'label', 'moment'],
  count: (scale) => scale.stages,
  row(index) {
    const position = index % STAGES.length
    const companyId = Math.floor(index / STAGES.length) + 1
    const code = STAGES[position] ?? STAGES[0]
    return [
      companyId,
      code,
      position,
      `${code} (${placeOf(companyId).language})`,
      MOMENTS[position % MOMENTS.length] ?? MOMENTS[0],
    ]
  },
}

export const candidates: DemoTable = {
  name: 'candidates',
  columns: ['id', 'company_id', 'email', 'full_name', 'language', 'born_on', 'created_at', 'updated_at', 'deleted_at'],
  count: (scale) => scale.candidates,
  row(index, { people, timeline, scale }, random) {
    const companyId = 1 + random.skewed(scale.companies)
    const { language } = placeOf(companyId)
    const created = timeline.created(index, scale.candidates, random)
    const updated = timeline.after(created, 500, random)
    const year = 1950 + random.below(57)
    return [
      index + 1,
      companyId,
      // One person in twenty has applied before, with the same address.
      people.email(index > 20 && random.chance(0.05) ? index - random.below(20) : index + 1),
      random.chance(0.02) ? null : people.name(language, random),
      random.chance(0.05) ? 'x-unknown' : language,
      random.chance(0.7)
        ? null
        : random.chance(0.03)
          ? `${year}-00-00`
          : `${year}-0${1 + random.below(9)}-1${random.below(10)}`,
      timeline.text(created, random),
      timeline.text(updated, random),
      random.chance(0.03) ? timeline.text(updated, random) : null,
    ]
  },
}

export const applications: DemoTable = {
  name: 'applications',
  columns: [
    'id',
    'candidate_id',
    'job_id',
    'stage_code',
    'status',
    'source',
    'expected_salary',
    'match_score',
    'applied_at',
    'updated_at',
    'deleted_at',
  ],
  count: (scale) => scale.applications,
  row(index, { timeline, scale }, random) {
    const applied = timeline.created(index, scale.applications, random)
    const updated = timeline.after(applied, 300, random)
    return [
      index + 1,
      1 + random.below(scale.candidates),
      1 + random.skewed(scale.jobs),
      random.chance(0.05) ? null : random.pick(STAGES),
      random.pick(['open', 'rejected', 'rejected', 'withdrawn', 'hired']),
      random.chance(0.1) ? null : random.pick(SOURCES),
      random.chance(0.5) ? null : (20_000 + random.skewed(20_000_000) / 100).toFixed(2),
      random.chance(0.3) ? null : random.next(),
      timeline.text(applied, random),
      timeline.text(updated, random),
      random.chance(0.02) ? timeline.text(updated, random) : null,
    ]
  },
}
