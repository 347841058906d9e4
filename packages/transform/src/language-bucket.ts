import { defineTransform } from './define-transform.ts'

/** Languages that dashboards show by name. */
const SHOWN: ReadonlySet<string> = new Set(['ar', 'de', 'en', 'es', 'fr', 'ja', 'pl', 'pt'])

export const languageBucket = defineTransform<string, string>({
  name: 'languageBucket',
  doc: 'The language of a BCP 47 tag: ar, de, en, es, fr, ja, pl, pt or other.',
  examples: [
    { in: 'pt-BR', out: 'pt' },
    { in: 'EN_us', out: 'en' },
    { in: 'de', out: 'de' },
    { in: 'x-unknown', out: 'other' },
    { in: 'nl', out: 'other' },
    { in: '', out: 'other' },
  ],
  apply(value) {
    const language = value.trim().toLowerCase().split(/[-_]/)[0] ?? ''
    return SHOWN.has(language) ? language : 'other'
  },
})
