import type { Transform } from '@hourglass/catalog-kit/transform'
import { madeTransform } from './define-transform.ts'
import { KEYS, localDates, type Period } from './local-dates.ts'

/**
 * The day, week, month, quarter or year of a moment, as people in `zone` (IANA name) count it.
 *
 * @example
 * ```ts
 * month: col.text({ doc: '…', from: 'sent_at', reads: timestamp, using: periodKey('month', 'Europe/Berlin') })
 * ```
 */
export function periodKey(period: Period, zone: string): Transform<string, string> {
  const localDate = localDates(zone)
  const key = (utc: string) => KEYS[period](localDate(utc))
  return madeTransform({
    name: `periodKey('${period}', '${zone}')`,
    doc: `The ${period} of a moment in UTC, as it is counted in ${zone}.`,
    apply: key,
  })
}
