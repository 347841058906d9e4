import { CRON_FIELDS, parseField } from './cron-field.ts'
import { ScheduleError } from './errors.ts'
import { ZonedTime } from './zoned-time.ts'

/** The first run after an instant, both in milliseconds since the epoch; undefined when there is none any more. */
export type NextRun = (after: number) => number | undefined

const UNITS_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

const DAY_MS = 86_400_000

/** A cron expression without a run in eight years (a leap day may be that far) has none. */
const SEARCH_DAYS = 8 * 366

/**
 * Reads `rate(...)`, `cron(...)` or `at(...)`.
 * @param start a rate counts from here: milliseconds since the epoch
 * @throws ScheduleError
 */
export function parseSchedule(expression: string, timeZone: string, start: number): NextRun {
  const [, kind, body = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? []
  switch (kind ?? '') {
    case 'rate':
      return rate(body, expression, start)
    case 'cron':
      return cron(body, zoneOf(timeZone))
    case 'at':
      return at(body, expression, zoneOf(timeZone))
    default:
      throw new ScheduleError(`invalid schedule expression "${expression}": expected rate(...), cron(...) or at(...)`)
  }
}

function zoneOf(timeZone: string): ZonedTime {
  try {
    return new ZonedTime(timeZone)
  } catch (error) {
    throw new ScheduleError(`unknown time zone "${timeZone}": expected an IANA name, e.g. Europe/Amsterdam`, {
      cause: error,
    })
  }
}

function rate(body: string, expression: string, start: number): NextRun {
  const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(body.trim()) ?? []
  const period = Number(count) * (UNITS_MS[unit] ?? 0)
  if (!(period > 0)) throw new ScheduleError(`invalid rate "${expression}": expected e.g. rate(1 hour)`)
  return (after) => start + (Math.floor((after - start) / period) + 1) * period
}

function at(body: string, expression: string, zone: ZonedTime): NextRun {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(body.trim())
  if (match === null) throw new ScheduleError(`invalid time "${expression}": expected e.g. at(2026-01-31T08:00:00)`)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const instant = zone.instant({ year, month, day, hour, minute })
  const run = instant === undefined ? undefined : instant + second * 1000
  return (after) => (run !== undefined && run > after ? run : undefined)
}

function cron(body: string, zone: ZonedTime): NextRun {
  const texts = body.trim().split(/\s+/)
  if (texts.length !== CRON_FIELDS.length) {
    throw new ScheduleError(
      `cron(${body}) has ${texts.length} fields; it takes six: minutes hours day-of-month month day-of-week year`,
    )
  }
  const [minutes, hours, days, months, weekdays, years] = CRON_FIELDS.map((field, index) =>
    parseField(texts[index] ?? '', field),
  )
  const allows = (set: ReadonlySet<number> | undefined, value: number): boolean => set === undefined || set.has(value)

  const runsOn = (date: Date): boolean =>
    allows(years, date.getUTCFullYear()) &&
    allows(months, date.getUTCMonth() + 1) &&
    allows(days, date.getUTCDate()) &&
    allows(weekdays, date.getUTCDay() + 1)

  return (after) => {
    const today = zone.wallTime(after)
    const midnight = Date.UTC(today.year, today.month - 1, today.day)
    for (let offset = 0; offset < SEARCH_DAYS; offset += 1) {
      const date = new Date(midnight + offset * DAY_MS)
      if (!runsOn(date)) continue
      const runs = timesOf(date, minutes, hours, zone).filter((run) => run > after)
      if (runs.length > 0) return Math.min(...runs)
    }
    return undefined
  }
}

function timesOf(
  date: Date,
  minutes: ReadonlySet<number> | undefined,
  hours: ReadonlySet<number> | undefined,
  zone: ZonedTime,
): readonly number[] {
  const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
  return [...(hours ?? range(24))].flatMap((hour) =>
    [...(minutes ?? range(60))].flatMap((minute) => zone.instant({ ...day, hour, minute }) ?? []),
  )
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index)
}
