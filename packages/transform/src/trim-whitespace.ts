import { defineTransform } from './define-transform.ts'

export const trimWhitespace = defineTransform<string, string>({
  name: 'trimWhitespace',
  doc: 'Text without the white space around it, and with one space for each run of spaces, tabs and line breaks inside.',
  examples: [
    { in: '  Great   process!\n', out: 'Great process!' },
    { in: 'No\u00a0break', out: 'No break' },
    { in: ' \t ', out: '' },
  ],
  apply: (value) => value.replace(/\s+/gu, ' ').trim(),
})
