import type { RowRandom } from './random.ts'

const DAY_MS = 86_400_000
/** How far back the data begins. */
const SPAN_MS = 730 * DAY_MS
/** Nothing is younger than this before the end, so that a first run's watermark lies behind all of it. */
const QUIET_MS = 2 * 3_600_000

/** Moments of the data, as MySQL text in UTC with microseconds. */
export interface Timeline {
  /** When row `index` of `count` came to be: later rows later, as keys are given out in time. */
  created(index: number, count: number, random: RowRandom): number
  /** Some time after `from`, most often soon, never beyond the end. */
  after(from: number, meanHours: number, random: RowRandom): number
  text(ms: number, random: RowRandom): string
  date(ms: number): string
}

/** A timeline that ends two hours before `now` (milliseconds since 1970). */
export function timelineUntil(now: number): Timeline {
  const end = now - QUIET_MS
  const start = end - SPAN_MS
  return {
    created(index, count, random) {
      return Math.min(end, start + ((index + random.next()) / (count + 1)) * SPAN_MS)
    },
    after(from, meanHours, random) {
      return Math.min(end, from - Math.log(1 - random.next()) * meanHours * 3_600_000)
    },
    text(ms, random) {
      const iso = new Date(ms).toISOString()
      const micros = random.below(1000)
      return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${micros < 10 ? '00' : micros < 100 ? '0' : ''}${micros}`
    },
    date: (ms) => new Date(ms).toISOString().slice(0, 10),
  }
}
