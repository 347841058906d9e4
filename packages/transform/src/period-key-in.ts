import type { RowTransform } from '@hourglass/catalog-kit/transform'
import { madeRowTransform } from './define-transform.ts'
import { KEYS, type LocalDate, localDates, type Period } from './local-dates.ts'

/** More names than there are zones come from typing errors; then the list is begun anew. */
const MOST_ZONES = 1_000

type LocalDates = (utc: string) => LocalDate

/** Local dates by zone; null for a name that no zone has. */
function zones(): (zone: string) => LocalDates | null {
  const known = new Map<string, LocalDates | null>()
  return (zone) => {
    const found = known.get(zone)
    if (found !== undefined) return found
    if (known.size >= MOST_ZONES) known.clear()
    const made = datesOf(zone)
    known.set(zone, made)
    return made
  }
}

function datesOf(zone: string): LocalDates | null {
  // "+02:00" is a zone for newer versions of Node.js only.
  if (!/^[A-Za-z]/.test(zone)) return null
  try {
    return localDates(zone)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * The day, week, month, quarter or year of a moment in UTC, as people in a zone of the row count it: the zone (IANA name)
 * is an input too. An unknown zone makes the value NULL, which is counted.
 *
 * @example
 * ```ts
 * month: col.text({
 *   doc: '…',
 *   nullable: true,
 *   inputs: { sent_at: timestamp, time_zone: lookup(companySettings, { by: 'company_id', take: 'time_zone', missing: 'null' }) },
 *   using: periodKeyIn('month', 'sent_at', 'time_zone'),
 * })
 * ```
 */
export function periodKeyIn<At extends string, Zone extends string>(
  period: Period,
  at: At,
  zone: Zone,
): RowTransform<{ readonly [Name in At | Zone]: string | null }, string | null> {
  const datesIn = zones()
  return madeRowTransform({
    name: `periodKeyIn('${period}', '${at}', '${zone}')`,
    doc: `The ${period} of ${at}, which is in UTC, as it is counted in the zone that ${zone} names. NULL while one of them is, and for an unknown zone.`,
    inputs: [at, zone],
    apply(values, { note }) {
      const [moment, name] = [values[at], values[zone]]
      if (moment === null || name === null) return null
      const localDate = datesIn(name)
      if (localDate !== null) return KEYS[period](localDate(moment))
      note?.('unknown-time-zone-to-null')
      return null
    },
  })
}
