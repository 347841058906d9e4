import { defineTransform } from './define-transform.ts'

export type SizeBand = 'micro' | 'small' | 'medium' | 'large' | 'enterprise'

/** Fewer people than this; the first three are the bands of Recommendation 2003/361/EC. */
const BANDS: readonly (readonly [number, SizeBand])[] = [
  [10, 'micro'],
  [50, 'small'],
  [250, 'medium'],
  [5_000, 'large'],
]

export const sizeBand = defineTransform<number, SizeBand>({
  name: 'sizeBand',
  doc: 'A number of employees as one of five bands that companies are compared within.',
  examples: [
    { in: 0, out: 'micro' },
    { in: 9, out: 'micro' },
    { in: 10, out: 'small' },
    { in: 50, out: 'medium' },
    { in: 250, out: 'large' },
    { in: 4_999, out: 'large' },
    { in: 5_000, out: 'enterprise' },
  ],
  apply: (value) => BANDS.find(([end]) => value < end)?.[1] ?? 'enterprise',
})
