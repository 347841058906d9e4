import { defineTransform } from './define-transform.ts'

export type Seniority = 'intern' | 'junior' | 'senior' | 'lead' | 'executive' | 'other'

/** Words of titles in several languages; the first line that matches decides. */
const WORDS: readonly (readonly [Seniority, RegExp])[] = [
  [
    'intern',
    /\b(?:interns?|internship|trainee|werkstudent|praktikant|stagiaire|becari[oa]|estagiári[oa]|stażyst[ak]a?)(?!\p{L})/iu,
  ],
  ['executive', /\b(?:chief|c[efot]o|vp|vice president|president|geschäftsführer)\b/iu],
  ['lead', /\b(?:head|lead|leiter|leitung|director|directeur|directrice|principal|chef|jefe|jefa|manager|kierownik)/iu],
  ['senior', /\b(?:senior|sr\.?|staff|confirmée?|sênior|starsz[ya])/iu],
  ['junior', /\b(?:junior|júnior|jr\.?|débutante?|młodsz[ya])/iu],
]

export const seniorityBucket = defineTransform<string, Seniority>({
  name: 'seniorityBucket',
  doc: 'The seniority in a job title: intern, junior, senior, lead, executive, or other when it names none.',
  examples: [
    { in: 'Intern, Marketing', out: 'intern' },
    { in: 'Werkstudent IT', out: 'intern' },
    { in: 'International Buyer', out: 'other' },
    { in: 'VP of Sales', out: 'executive' },
    { in: 'Head of People', out: 'lead' },
    { in: 'Senior Backend Engineer', out: 'senior' },
    { in: 'Analista Júnior', out: 'junior' },
    { in: 'Barista', out: 'other' },
  ],
  apply: (value) => WORDS.find(([, words]) => words.test(value))?.[0] ?? 'other',
})
