import { defineTransform } from './define-transform.ts'

export type NpsClass = 'promoter' | 'passive' | 'detractor'

export const npsClass = defineTransform<number, NpsClass | null>({
  name: 'npsClass',
  doc: 'The class of a Net Promoter answer from 0 to 10: promoter from 9, passive from 7, else detractor. NULL outside the scale.',
  examples: [
    { in: 10, out: 'promoter' },
    { in: 9, out: 'promoter' },
    { in: 8, out: 'passive' },
    { in: 7, out: 'passive' },
    { in: 6, out: 'detractor' },
    { in: 0, out: 'detractor' },
    { in: 11, out: null },
    { in: -1, out: null },
  ],
  apply(value) {
    if (value < 0 || value > 10) return null
    if (value >= 9) return 'promoter'
    return value >= 7 ? 'passive' : 'detractor'
  },
})
