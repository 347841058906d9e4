import type { Transform } from '@hourglass/catalog-kit/transform'
import { redactContacts } from '../src/redact-contacts.ts'
import { redactNames } from '../src/redact-names.ts'
import { seniorityBucket } from '../src/seniority-bucket.ts'

/** A transform, values for it, and its rule in SQL, where `v` is the value, of the type before it. */
export type SqlRule = readonly [Transform, readonly unknown[], type: string, sql: string]

const CONTACTS = [
  'Write to Anna.B+jobs@mail.example.co.uk!',
  'müller@exämple.de',
  "o'neil_%x-1@a-b.example and a@b",
  '@nobody, a@, x@y.z.',
  'Ruf an: +49 (0)151 / 234-56 78, danke',
  'call 00442071234567 or 555-1234',
  '555-123 is too short',
  'On 2026-11-23 09:30, 3 of 10 for 45000 a year',
  'ID4471234567X is a word, 4471234567 is not',
  '(030) 901820.',
  '12345678\n87654321',
]
const NAMED = [
  'My name is Anna van Dyck and I liked it',
  'Frau Müller-Lüdenscheidt war nett',
  'Dr. Ada Lovelace asked, mr jones did not',
  "Je m'appelle Zoé",
  'me llamo José de la Cruz Ortega Vega',
  'Spoke with Mrs O’Neill Smith Jones Brown',
  'ich heiße Łukasz',
  '田中さんは親切でした',
  'スミス様',
  'The Team Lead was great; DrMabuse was not',
]
/** Upper and lower case of all scripts, whatever the database's own locale. */
const UNICODE = 'COLLATE "und-x-icu"'
const NAME_SQL = String.raw`[[:upper:]][[:alpha:]'’-]+(?:\s+(?:(?:van|von|de|da|del|al|el)\s+)?[[:upper:]][[:alpha:]'’-]+){0,2}`
const TITLES_SQL = 'Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Senhora?|Pani?'
const SELVES_SQL =
  "[Mm]y name is|I am called|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m[''’]appelle|[Mm]e llamo|[Mm]i nombre es|[Mm]e chamo|[Mm]eu nome é|[Nn]azywam się"
const TITLES = [
  'Intern, Marketing',
  'International Buyer',
  'Praktikantin',
  'VP of Sales',
  'CTO',
  'Vice President',
  'Geschäftsführer',
  'Head of People',
  'Teamleiter',
  'Leiter Einkauf',
  'Senior Backend Engineer',
  'Sr. Nurse',
  'Comptable confirmée',
  'Junior Lead',
  'Analista Júnior',
  'Stażystka',
  'Barista',
  '',
]
const SENIORITY_SQL = String.raw`CASE
  WHEN v ~* '\y(interns?|internship|trainee|werkstudent|praktikant|stagiaire|becari[oa]|estagiári[oa]|stażyst[ak]a?)(?![[:alpha:]])' THEN 'intern'
  WHEN v ~* '\y(chief|c[efot]o|vp|vice president|president|geschäftsführer)\y' THEN 'executive'
  WHEN v ~* '\y(head|lead|leiter|leitung|director|directeur|directrice|principal|chef|jefe|jefa|manager|kierownik)' THEN 'lead'
  WHEN v ~* '\y(senior|sr|staff|confirmé|sênior|starsz[ya])' THEN 'senior'
  WHEN v ~* '\y(junior|júnior|jr|débutant|młodsz[ya])' THEN 'junior'
  ELSE 'other' END`.replaceAll('v ~*', `v ${UNICODE} ~*`)

/** The transforms that read what people write. */
export const PROSE_RULES: readonly SqlRule[] = [
  [
    redactContacts,
    CONTACTS,
    'text',
    // A date is passed over by not beginning there; what follows it within is shorter than a number.
    String.raw`regexp_replace(
      regexp_replace(v ${UNICODE}, '[[:alnum:]._%+''-]+@[[:alnum:]-]+(\.[[:alnum:]-]+)+', '[e-mail]', 'g'),
      '(?<![[:alnum:]])(?!\d{4}-\d{2}-\d{2})(\+|00)?\(?\d([\s./()-]{0,3}\d){6,}(?![[:alnum:]])', '[phone]', 'g')`,
  ],
  [
    redactNames,
    NAMED,
    'text',
    String.raw`regexp_replace(regexp_replace(regexp_replace(v ${UNICODE},
      '(?<![[:alnum:]])(${TITLES_SQL})(\.?)\s+${NAME_SQL.replaceAll("'", "''")}', '\1\2 [name]', 'g'),
      '(?<![[:alnum:]])(${SELVES_SQL})\s+${NAME_SQL.replaceAll("'", "''")}', '\1 [name]', 'g'),
      '[一-龯ァ-ヶー]{1,8}(?=さん|様)', '[name]', 'g')`,
  ],
  [seniorityBucket, TITLES, 'text', SENIORITY_SQL],
]
