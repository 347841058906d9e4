import { ScheduleError } from './errors.ts'

/** One field of a cron expression: its range and the names that may stand for numbers. */
export interface CronField {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly names?: readonly string[]
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
export const CRON_FIELDS: readonly CronField[] = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of week', from: 1, to: 7, names: DAYS },
  { name: 'year', from: 1970, to: 2199 },
]

/**
 * The values that a field allows, or undefined for `*` and `?`. Lists, ranges, steps and names are understood;
 * `L`, `W` and `#` are not supported here.
 * @throws ScheduleError
 */
export function parseField(text: string, field: CronField): ReadonlySet<number> | undefined {
  if (text === '*' || text === '?') return undefined
  return new Set(text.split(',').flatMap((part) => parsePart(part, field)))
}

function parsePart(part: string, field: CronField): readonly number[] {
  const [range = '', step] = part.split('/')
  const [first = '', last] = range.split('-')
  const from = first === '*' ? field.from : parseValue(first, field)
  const open = first === '*' || step !== undefined
  const to = last !== undefined ? parseValue(last, field) : open ? field.to : from
  const by = step === undefined ? 1 : Number(step)
  if (!Number.isInteger(by) || by < 1)
    throw new ScheduleError(`the step "${step}" of the ${field.name} is not a whole number`)
  const values: number[] = []
  // A range may wrap around: FRI-MON.
  const length = to >= from ? to - from : to - from + (field.to - field.from + 1)
  for (let offset = 0; offset <= length; offset += by) {
    values.push(((from - field.from + offset) % (field.to - field.from + 1)) + field.from)
  }
  return values
}

function parseValue(text: string, field: CronField): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1
  const value = named >= 0 ? named + field.from : Number(text)
  if (text !== '' && Number.isInteger(value) && value >= field.from && value <= field.to) return value
  throw new ScheduleError(
    `unsupported ${field.name} "${text}": expected ${field.from} to ${field.to}, without L, W or #`,
  )
}
