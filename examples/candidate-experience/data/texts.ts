import { PII_MARKER, PII_NAME, PII_PHONE } from './people.ts'
import { type Language, PHRASES } from './phrases.ts'
import type { RowRandom } from './random.ts'

/** What people and old software really leave in text columns (edge cases 64, 68, 70 to 72). */
const UGLY: readonly [string, ...string[]] = [
  '',
  '   ',
  'NULL',
  '\\N',
  '\\.',
  'C:\\temp\\new\r\nsecond line\tafter a tab',
  '"quoted", \'quoted\'; -- DROP TABLE answers',
  '👩🏽‍💻 great 🎉🎉',
  '\ufeffstarts with a BOM',
  'NUL\0inside',
  '\u202eright to left\u202c and \u0000 again',
  'e\u0301 is not \u00e9',
  'ＦＵＬＬ　ｗｉｄｔｈ',
  '{"json": "in text"}',
]

/** About 10 kB: somebody pasted a whole letter. */
const LONG_REPEATS = 120

/** A comment in `language`; some hold an address, a number or a name, some are ugly, a few very long. */
export function comment(language: Language, id: number, random: RowRandom): string {
  if (random.chance(0.015)) return random.pick(UGLY)
  const { openings, middles, endings } = PHRASES[language]
  const text = `${random.pick(openings)} ${random.pick(middles)} ${random.pick(endings)}`
  if (random.chance(0.0004)) return text.repeat(LONG_REPEATS)
  if (random.chance(0.01)) return `${text} Write to person.${PII_MARKER}.${id}@example.com`
  if (random.chance(0.01)) return `${text} ${PII_PHONE}${10_000_000 + (id % 80_000_000)}`
  if (random.chance(0.01)) return `${text} My name is Ada ${PII_NAME}.`
  return text
}

/** JSON as browsers and apps write it: numbers beyond 2^53, 1.0, nested, other scripts. */
export function contextJson(id: number, random: RowRandom): string {
  const device = random.pick(['phone', 'desktop', 'tablet'])
  const visit = `${9_007_199_254_740_993n + BigInt(id)}`
  return `{"device":"${device}","visit":${visit},"zoom":1.0,"utm":{"source":"${random.pick(['mail', 'sms', 'q\\"r', 'ü'])}"},"steps":[1,2,${random.below(9)}]}`
}
