import { defineTransform } from './define-transform.ts'

export const emptyToNull = defineTransform<string, string | null>({
  name: 'emptyToNull',
  doc: 'Text that is empty or only white space as NULL; any other text as it is.',
  examples: [
    { in: '', out: null },
    { in: ' \n', out: null },
    { in: ' kept as it is ', out: ' kept as it is ' },
  ],
  apply: (value) => (value.trim() === '' ? null : value),
})
