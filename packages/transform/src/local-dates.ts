export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A day of the Gregorian calendar. */
export interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** ISO 8601 week: it belongs to the year that its Thursday is in. */
function weekKey({ year, month, day }: LocalDate): string {
  const date = new Date(Date.UTC(year, month - 1, day))
  const weekday = (date.getUTCDay() + 6) % 7
  const thursday = new Date(date.getTime() + (3 - weekday) * 86_400_000)
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = 1 + Math.floor((thursday.getTime() - firstDay) / (7 * 86_400_000))
  return `${thursday.getUTCFullYear()}-W${two(week)}`
}

/** How each period of a day is written. */
export const KEYS: Readonly<Record<Period, (date: LocalDate) => string>> = {
  day: ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
  week: weekKey,
  month: ({ year, month }) => `${year}-${two(month)}`,
  quarter: ({ year, month }) => `${year}-Q${Math.ceil(month / 3)}`,
  year: ({ year }) => String(year),
}

/**
 * Local dates of UTC texts. Zones change by whole minutes, so one answer serves a minute; rows come in order of time.
 *
 * @throws RangeError when nothing is known of the zone
 */
export function localDates(zone: string): (utc: string) => LocalDate {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  let lastMinute = ''
  let last: LocalDate = { year: 0, month: 0, day: 0 }
  return (utc) => {
    const minute = utc.slice(0, 16)
    if (minute === lastMinute) return last
    const parts = format.formatToParts(new Date(`${minute.replace(' ', 'T')}:00Z`))
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
    last = { year: part('year'), month: part('month'), day: part('day') }
    lastMinute = minute
    return last
  }
}
