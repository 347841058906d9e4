import { defineTransform } from './define-transform.ts'

/** One to three words in capitals, as names are written. */
const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?:\s+(?:(?:van|von|de|da|del|al|el)\s+)?\p{Lu}[\p{L}'’-]+){0,2}`
const TITLES = String.raw`Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Senhora?|Pani?`
const SELVES = String.raw`[Mm]y name is|I am called|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]e chamo|[Mm]eu nome é|[Nn]azywam się`

const AFTER_TITLE = new RegExp(String.raw`(?<![\p{L}\p{N}])(${TITLES})(\.?)\s+${NAME}`, 'gu')
const AFTER_SELF = new RegExp(String.raw`(?<![\p{L}\p{N}])(${SELVES})\s+${NAME}`, 'gu')
/** Japanese puts the form of address behind the name. */
const BEFORE_HONORIFIC = /[\p{Script=Han}\p{Script=Katakana}ー]{1,8}(?=さん|様)/gu

export const redactNames = defineTransform<string, string>({
  name: 'redactNames',
  doc:
    'Text with names as [name] where the words around them show that they are names: behind a form of address or "my name is" in ' +
    'seven languages, before さん and 様. A name without such words stays: mask the column where that is not enough.',
  examples: [
    { in: 'My name is Anna van Dyck and I liked it', out: 'My name is [name] and I liked it' },
    { in: 'Frau Müller-Lüdenscheidt war nett', out: 'Frau [name] war nett' },
    { in: 'Dr. Ada Lovelace asked, mr jones did not', out: 'Dr. [name] asked, mr jones did not' },
    { in: "Je m'appelle Zoé", out: "Je m'appelle [name]" },
    { in: '田中さんは親切でした', out: '[name]さんは親切でした' },
    { in: 'The Team Lead was great', out: 'The Team Lead was great' },
  ],
  apply(value) {
    return value
      .replace(AFTER_TITLE, '$1$2 [name]')
      .replace(AFTER_SELF, '$1 [name]')
      .replace(BEFORE_HONORIFIC, '[name]')
  },
})
