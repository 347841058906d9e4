import { defineTransform } from './define-transform.ts'

export const yearOf = defineTransform<string, number>({
  name: 'yearOf',
  doc: 'The year of a date: enough to group people by age without keeping their birthday.',
  examples: [
    { in: '1987-05-12', out: 1987 },
    { in: '0600-12-02', out: 600 },
    { in: '2026-11-23 09:00:00.000000', out: 2026 },
  ],
  apply: (value) => Number(value.slice(0, 4)),
})
