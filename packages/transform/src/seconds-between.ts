import type { RowTransform } from '@hourglass/catalog-kit/transform'
import { madeRowTransform } from './define-transform.ts'

interface Moment {
  readonly seconds: number
  readonly micros: number
}

const ZERO = 0x30

/** The number of the two digits at `at`, without making a string of them. */
function two(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}

/** `2026-11-23 09:00:00.123456` in UTC; a JavaScript Date would lose the microseconds. */
function moment(text: string): Moment {
  const year = two(text, 0) * 100 + two(text, 2)
  const date = [two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17)] as const
  // `Date.UTC` takes years below 100 for those of the last century; the calendar repeats itself every 400 years.
  const seconds = Date.UTC(year + 400, ...date) / 1000
  const micros = text.length === 26 ? two(text, 20) * 10_000 + two(text, 22) * 100 + two(text, 24) : fraction(text)
  return { seconds, micros }
}

/** Microseconds of fewer digits than six. */
function fraction(text: string): number {
  return Number(text.slice(20).padEnd(6, '0'))
}

/** Whole seconds from `start` to `end`, without what is left over: -1.5 s are -1. */
function wholeSeconds(start: Moment, end: Moment): number {
  const seconds = end.seconds - start.seconds
  const micros = end.micros - start.micros
  if (seconds > 0 && micros < 0) return seconds - 1
  return seconds < 0 && micros > 0 ? seconds + 1 : seconds
}

/**
 * Time from one moment to another, such as the time to respond. Both are of one kind: `timestamp` or `timestamptz`.
 *
 * @example
 * ```ts
 * seconds_to_open: col.bigint({
 *   doc: 'From sending to opening, in seconds; null while unopened.',
 *   nullable: true,
 *   inputs: { sent_at: timestamp, opened_at: timestamp },
 *   using: secondsBetween('sent_at', 'opened_at'),
 * })
 * ```
 */
export function secondsBetween<Start extends string, End extends string>(
  start: Start,
  end: End,
): RowTransform<{ readonly [Name in Start | End]: string | null }, string | null> {
  return madeRowTransform({
    name: `secondsBetween('${start}', '${end}')`,
    doc: `Whole seconds from ${start} to ${end}, negative when ${end} is earlier. NULL while one of them is.`,
    inputs: [start, end],
    apply(values) {
      const [from, to] = [values[start], values[end]]
      return from === null || to === null ? null : String(wholeSeconds(moment(from), moment(to)))
    },
  })
}
