import type { Faker } from '@faker-js/faker'
import { faker as arabic } from '@faker-js/faker/locale/ar'
import { faker as german } from '@faker-js/faker/locale/de'
import { faker as english } from '@faker-js/faker/locale/en'
import { faker as spanish } from '@faker-js/faker/locale/es'
import { faker as french } from '@faker-js/faker/locale/fr'
import { faker as japanese } from '@faker-js/faker/locale/ja'
import { faker as polish } from '@faker-js/faker/locale/pl'
import { faker as portuguese } from '@faker-js/faker/locale/pt_BR'
import type { Language } from './phrases.ts'
import type { RowRandom } from './random.ts'

/** In every planted personal value; where the catalog masks, it must not be found behind MySQL. */
export const PII_MARKER = 'piimarker'
/** How every planted telephone number begins; no other text does. */
export const PII_PHONE = '+49 151 '
/** A family name with the marker, as people write theirs. */
export const PII_NAME = `${PII_MARKER.charAt(0).toUpperCase()}${PII_MARKER.slice(1)}`

/** Every how manyth name has {@link PII_NAME}. */
const MARKED_NAMES = 10

const FAKERS: Readonly<Record<Language, Faker>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  'pt-BR': portuguese,
  pl: polish,
  ja: japanese,
  ar: arabic,
}

/** Names of one language; combined with a number they give as many people as are wanted. */
const NAMES_PER_LANGUAGE = 400

export interface People {
  name(language: Language, random: RowRandom): string
  email(id: number): string
  company(random: RowRandom): string
}

/** Draws the names once; rows then only choose among them, because making a name takes longer than making a row. */
export function makePeople(seed: number): People {
  const names = new Map<Language, readonly [string, ...string[]]>()
  for (const [language, faker] of Object.entries(FAKERS) as [Language, Faker][]) {
    faker.seed(seed)
    const drawn = Array.from({ length: NAMES_PER_LANGUAGE }, (_, i) => {
      const name = faker.person.fullName()
      return i % MARKED_NAMES === 0 ? `${name} ${PII_NAME}` : name
    })
    names.set(language, [faker.person.fullName(), ...drawn])
  }
  const drawnCompanies = Array.from({ length: NAMES_PER_LANGUAGE }, () => english.company.name())
  const companies: readonly [string, ...string[]] = [english.company.name(), ...drawnCompanies]
  return {
    name: (language, random) => random.pick(names.get(language) ?? ['Nobody']),
    // One in three is written in capitals, as people do; the mask takes both for one mailbox.
    email: (id) => `${id % 3 === 0 ? 'Person' : 'person'}.${PII_MARKER}.${id}@example.com`,
    company: (random) => random.pick(companies),
  }
}
