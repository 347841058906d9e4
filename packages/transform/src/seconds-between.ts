import type { RowTransform } from '@hourglass/catalog-kit/transform'
import { madeRowTransform } from './define-transform.ts'

interface Moment {
  readonly seconds: number
  readonly micros: number
}

/** `2026-11-23 09:00:00.123456` in UTC; a JavaScript Date would lose the microseconds. */
function moment(text: string): Moment {
  return {
    seconds: Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`) / 1000,
    micros: Number(text.slice(20, 26).padEnd(6, '0')),
  }
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
