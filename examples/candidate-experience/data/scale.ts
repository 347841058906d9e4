/** Fewer rows would leave nothing for the large tables. */
export const MIN_ROWS = 10_000

const ROWS_PER_COMPANY = 3_000
const QUESTIONS_PER_SURVEY = 8

/** Rows of each table. */
export interface Scale {
  readonly companies: number
  readonly users: number
  readonly departments: number
  readonly jobs: number
  readonly stages: number
  readonly surveys: number
  readonly questions: number
  readonly tags: number
  readonly candidates: number
  readonly applications: number
  readonly sends: number
  readonly responses: number
  readonly responseTags: number
  readonly answers: number
}

/** Shares of what the small tables leave; answers take the rest, more than 70 % of it. */
const SHARES = { candidates: 0.05, applications: 0.04, sends: 0.07, responses: 0.1, responseTags: 0.01 } as const

/**
 * Splits `rows` over the tables; together they have exactly that many.
 *
 * @param fixed rows of the tables whose size is fixed
 */
export function scaleOf(rows: number, fixed: number): Scale {
  const companies = Math.min(20_000, Math.max(12, Math.round(rows / ROWS_PER_COMPANY)))
  const surveys = companies * 3
  const small = {
    companies,
    users: companies * 5,
    departments: companies * 4,
    jobs: companies * 8,
    stages: companies * 6,
    surveys,
    questions: surveys * QUESTIONS_PER_SURVEY,
    tags: companies * 4,
  }
  // Settings have one row per company too.
  const settled = Object.values(small).reduce((sum, count) => sum + count, companies + fixed)
  const left = rows - settled
  const part = (share: number) => Math.floor(left * share)
  const large = {
    candidates: part(SHARES.candidates),
    applications: part(SHARES.applications),
    sends: part(SHARES.sends),
    responses: part(SHARES.responses),
    responseTags: part(SHARES.responseTags),
  }
  const answers = left - Object.values(large).reduce((sum, count) => sum + count, 0)
  return { ...small, ...large, answers }
}

/** Questions of survey `survey` (from 1) have the ids that follow from it. */
export function questionId(survey: number, position: number): number {
  return (survey - 1) * QUESTIONS_PER_SURVEY + (position % QUESTIONS_PER_SURVEY) + 1
}

export { QUESTIONS_PER_SURVEY }
