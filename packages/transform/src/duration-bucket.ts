import { defineTransform } from './define-transform.ts'

/** Upper ends in seconds, excluded. */
const BUCKETS: readonly (readonly [number, string])[] = [
  [0, 'unknown'],
  [60, 'under 1 minute'],
  [300, '1 to 5 minutes'],
  [3_600, '5 to 60 minutes'],
  [86_400, '1 to 24 hours'],
]

export const durationBucket = defineTransform<number, string>({
  name: 'durationBucket',
  doc: 'Seconds as one of five spans that dashboards show; a negative duration is "unknown".',
  examples: [
    { in: -1, out: 'unknown' },
    { in: 0, out: 'under 1 minute' },
    { in: 59.999, out: 'under 1 minute' },
    { in: 60, out: '1 to 5 minutes' },
    { in: 3_599, out: '5 to 60 minutes' },
    { in: 3_600, out: '1 to 24 hours' },
    { in: 86_400, out: 'over 24 hours' },
  ],
  apply: (value) => BUCKETS.find(([end]) => value < end)?.[1] ?? 'over 24 hours',
})
