import { defineTransform } from './define-transform.ts'
import { refuse } from './refuse.ts'

export const refuseEmpty = defineTransform<string, string>({
  name: 'refuseEmpty',
  doc:
    'Text as it is; a row in which it is empty or only white space goes to quarantine. For a column that must say something: ' +
    'emptyToNull takes such text for NULL, and without a transform it stays empty.',
  examples: [{ in: ' kept as it is ', out: ' kept as it is ' }],
  apply: (value) => (value.trim() === '' ? refuse('refuseEmpty', 'empty text') : value),
})
