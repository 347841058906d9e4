/** One field of a cron expression of EventBridge Scheduler. */
interface Field {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const FIELDS = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of week', from: 1, to: 7, names: DAYS },
  { name: 'year', from: 1970, to: 2199 },
] as const satisfies readonly Field[]

/** A schedule that was understood: when it is due, to the hour. */
export interface Schedule {
  /** The longest time between two starts, in hours, rounded up. At most a year is looked at. */
  readonly longestGapHours: number
}

const HOURS_OF_A_DAY = 24
const DAYS_LOOKED_AT = 366

/**
 * Reads `cron(minutes hours day-of-month month day-of-week year)`.
 *
 * Lists, ranges, steps and names are understood. `L`, `W` and `#` are refused: how often such a schedule runs is not
 * known here, and the alarms need to know.
 * @returns what is wrong, as text, for an expression that AWS or this reader refuses
 */
export function readSchedule(expression: string): Schedule | string {
  const [, inside] = /^cron\((.*)\)$/.exec(expression) ?? []
  if (inside === undefined) return 'expected cron(minutes hours day-of-month month day-of-week year)'
  const parts = inside.split(' ')
  if (parts.length !== FIELDS.length) return `expected ${FIELDS.length} fields, found ${parts.length}`
  const sets: (ReadonlySet<number> | undefined)[] = []
  for (const [index, field] of FIELDS.entries()) {
    const read = readField(parts[index] ?? '', field)
    if (typeof read === 'string') return read
    sets.push(read.values)
  }
  const [minutes, hours, days, months, weekdays, years] = sets
  if ((parts[2] === '?') === (parts[4] === '?')) return 'exactly one of day of month and day of week must be ?'
  const isDay = (date: Date): boolean =>
    (days?.has(date.getUTCDate()) ?? true) &&
    (months?.has(date.getUTCMonth() + 1) ?? true) &&
    (weekdays?.has(date.getUTCDay() + 1) ?? true) &&
    (years?.has(date.getUTCFullYear()) ?? true)
  return longestGap(isDay, hours, minutes)
}

function readField(text: string, field: Field): { readonly values: ReadonlySet<number> | undefined } | string {
  if (text === '*') return { values: undefined }
  if (text === '?') return field.name.startsWith('day') ? { values: undefined } : `${field.name} cannot be ?`
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/')
    const [first = '', last] = range.split('-')
    const from = first === '*' ? field.from : valueOf(first, field)
    const to = last === undefined ? (first === '*' || step !== undefined ? field.to : from) : valueOf(last, field)
    const by = step === undefined ? 1 : Number(step)
    if (from === undefined || to === undefined || from > to || !Number.isInteger(by) || by < 1) {
      return `"${part}" is not a valid ${field.name}: expected ${field.from} to ${field.to}, without L, W or #`
    }
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return { values }
}

function valueOf(text: string, { from, to, names }: Field): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1
  const value = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : undefined
  return value !== undefined && value >= from && value <= to ? value : undefined
}

/** Walks through the hours of a leap year. */
function longestGap(
  isDay: (date: Date) => boolean,
  hours: ReadonlySet<number> | undefined,
  minutes: ReadonlySet<number> | undefined,
): Schedule | string {
  const starts: number[] = []
  const first = Date.UTC(new Date().getUTCFullYear(), 0, 1)
  for (let day = 0; day < DAYS_LOOKED_AT; day++) {
    if (!isDay(new Date(first + day * HOURS_OF_A_DAY * 3_600_000))) continue
    for (let hour = 0; hour < HOURS_OF_A_DAY; hour++) {
      if (hours !== undefined && !hours.has(hour)) continue
      for (const minute of minutes ?? [0]) starts.push(day * HOURS_OF_A_DAY + hour + minute / 60)
    }
  }
  if (starts.length < 2) return 'it is due less than twice a year'
  starts.sort((one, other) => one - other)
  const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
  return { longestGapHours: Math.ceil(Math.max(...gaps) - 1e-9) }
}
