import { defineTransform } from './define-transform.ts'

/**
 * Zero-width space, word joiner, byte order mark, and the marks that switch the writing direction. The zero-width joiner
 * stays: emoji and several scripts are written with it.
 */
const INVISIBLE = /[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

export const normaliseUnicode = defineTransform<string, string>({
  name: 'normaliseUnicode',
  doc: 'Text in Unicode form C, without invisible characters, so that texts that look alike are alike.',
  examples: [
    { in: 'e\u0301', out: '\u00e9' },
    { in: '\ufeffzero\u200bwidth', out: 'zerowidth' },
    { in: '\u202ereversed', out: 'reversed' },
    { in: '👩🏽\u200d💻', out: '👩🏽\u200d💻' },
  ],
  apply: (value) => value.replace(INVISIBLE, '').normalize('NFC'),
})
