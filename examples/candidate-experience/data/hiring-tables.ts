import { placeOf } from './account-tables.ts'
import type { DemoTable } from './demo-table.ts'
import { CITIES, JOB_TITLES, SOURCES } from './phrases.ts'
import type { RowRandom } from './random.ts'

const MOMENTS = ['application', 'interview', 'rejection', 'offer', 'onboarding'] as const
const STAGES = ['new', 'phone', 'onsite', 'no', 'offer', 'joined'] as const

/** Half a year of the application wrote zero dates, its successor the end of all days for "still open". */
function closedOn(day: string, random: RowRandom): string | null {
  if (random.chance(0.02)) return '0000-00-00'
  if (random.chance(0.03)) return '9999-12-31'
  return random.chance(0.4) ? null : day
}

/** Some customers know the year only; one form sends the first day of 1900 when the field is left out. */
function bornOn(year: number, random: RowRandom): string {
  if (random.chance(0.03)) return `${year}-00-00`
  return random.chance(0.04) ? '1900-01-01' : `${year}-0${1 + random.below(9)}-1${random.below(10)}`
}

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
      closedOn(timeline.date(updated), random),
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
      random.chance(0.7) ? null : bornOn(year, random),
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
