/*
 * Watermarks are text: UTC, microseconds, no zone (`2026-11-23 09:00:00.000000`). A JavaScript Date holds only
 * milliseconds and would lose the rows in between (edge case 21).
 */

/** The watermark moved back by whole seconds. Years stay within 0000 to 9999, as in both databases. */
export function secondsBefore(watermark: string, seconds: number): string {
  const whole = new Date(`${watermark.slice(0, 19).replace(' ', 'T')}Z`)
  const earlier = new Date(whole.getTime() - seconds * 1000)
  return earlier.toISOString().slice(0, 19).replace('T', ' ') + watermark.slice(19)
}
