import type { DemoTable } from './demo-table.ts'
import { DEPARTMENTS, INDUSTRIES, PLACES, SIZE_BANDS } from './phrases.ts'
import type { RowRandom } from './random.ts'

const ZERO_DATE_TIME = '0000-00-00 00:00:00.000000'
/** As text: LOAD DATA reads a single 0 as the year 2000. */
const ZERO_YEAR = '0000'
const EPOCH = '1970-01-01 00:00:00.000000'

/** Company `id` sits here; users, candidates and surveys of the company follow it. */
export function placeOf(companyId: number) {
  return PLACES[companyId % PLACES.length] ?? PLACES[0]
}

export const industries: DemoTable = {
  name: 'industries',
  columns: ['code', 'name', 'parent_code', 'segment'],
  count: () => INDUSTRIES.length,
  row: (index) => INDUSTRIES[index] ?? [],
}

export const sizeBands: DemoTable = {
  name: 'size_bands',
  columns: ['code', 'name', 'position', 'segment'],
  count: () => SIZE_BANDS.length,
  row: (index) => SIZE_BANDS[index] ?? [],
}

export const companies: DemoTable = {
  name: 'companies',
  columns: [
    'id',
    'name',
    'slug',
    'country',
    'industry_code',
    'plan',
    'employees',
    'founded',
    'is_demo',
    'created_at',
    'updated_at',
  ],
  count: (scale) => scale.companies,
  row(index, { people, timeline, scale }, random) {
    const id = index + 1
    const created = timeline.created(index / 4, scale.companies, random)
    return [
      id,
      people.company(random),
      `company-${id}`,
      placeOf(id).country,
      random.chance(0.05) ? null : (INDUSTRIES[random.below(INDUSTRIES.length)]?.[0] ?? null),
      random.pick(['trial', 'team', 'team', 'business', 'enterprise']),
      random.chance(0.1) ? null : 5 + random.skewed(200_000),
      random.chance(0.1) ? ZERO_YEAR : 1950 + random.below(75),
      random.chance(0.02) ? 1 : 0,
      timeline.text(created, random),
      timeline.text(timeline.after(created, 2_000, random), random),
    ]
  },
}

export const companySettings: DemoTable = {
  name: 'company_settings',
  columns: ['company_id', 'time_zone', 'currency', 'monthly_fee', 'quiet_from', 'features', 'settings', 'updated_at'],
  wrapped: { features: 'CAST(? AS UNSIGNED)' },
  count: (scale) => scale.companies,
  row(index, { timeline, scale }, random) {
    const place = placeOf(index + 1)
    const created = timeline.created(index / 4, scale.companies, random)
    const reminders = `{"reminders":[${1 + random.below(3)},7],"theme":{"primary":"#${(0x100000 + random.below(0xefffff)).toString(16)}"},"logo":null}`
    return [
      index + 1,
      place.zone,
      place.currency,
      (99 + random.skewed(5_000_000) / 100).toFixed(2),
      // Kept as a duration: 25:30 is half past one on the next day.
      random.pick([null, '18:00:00', '22:30:00', '25:30:00', '-01:00:00']),
      random.below(256),
      random.chance(0.1) ? null : reminders,
      timeline.text(timeline.after(created, 3_000, random), random),
    ]
  },
}

/** Never seen is NULL today; it was a zero date once, and the first second of 1970 after that. */
function lastSeen(moment: string, random: RowRandom): string | null {
  if (random.chance(0.02)) return ZERO_DATE_TIME
  if (random.chance(0.02)) return EPOCH
  return random.chance(0.1) ? null : moment
}

export const users: DemoTable = {
  name: 'users',
  columns: ['id', 'company_id', 'email', 'full_name', 'role', 'last_seen_at', 'created_at', 'updated_at', 'deleted_at'],
  wrapped: { id: 'UNHEX(?)' },
  count: (scale) => scale.users,
  row(index, { people, timeline, scale }, random) {
    const companyId = 1 + random.skewed(scale.companies)
    const created = timeline.created(index, scale.users, random)
    const updated = timeline.after(created, 1_000, random)
    // Random bits, the row's number at the end so that no two are equal; every tenth ends with a zero byte.
    const bits = [0, 1]
      .map(() =>
        Math.floor(random.next() * 0x1_0000_0000)
          .toString(16)
          .padStart(8, '0'),
      )
      .join('')
    const tail = (index % 10 === 0 ? index * 256 : index * 256 + 1 + random.below(255)).toString(16).padStart(16, '0')
    return [
      bits + tail,
      companyId,
      people.email(index + 1),
      random.chance(0.03) ? null : people.name(placeOf(companyId).language, random),
      random.pick(['viewer', 'viewer', 'recruiter', 'manager', 'admin']),
      lastSeen(timeline.text(updated, random), random),
      timeline.text(created, random),
      timeline.text(updated, random),
      random.chance(0.05) ? timeline.text(updated, random) : null,
    ]
  },
}

export const departments: DemoTable = {
  name: 'departments',
  columns: ['id', 'company_id', 'parent_id', 'name', 'headcount'],
  count: (scale) => scale.departments,
  row: (index, { scale }, random) => [
    index + 1,
    1 + (index % scale.companies),
    index < scale.companies ? null : 1 + (index % scale.companies),
    random.pick(DEPARTMENTS),
    random.chance(0.2) ? null : random.skewed(65_536),
  ],
}
