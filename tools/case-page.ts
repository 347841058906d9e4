/** Work that will bring a case its test. A case that waits for anything else is excused or missing. */
const PLANS = ['green', 'proof', 'any MySQL', 'data path', 'on call', 'deploy'] as const

export interface EdgeCase {
  readonly number: number
  /** The heading above its row, e.g. `A. Watermarks`. */
  readonly section: string
  /** What the page says in place of a test; null for a case that needs one. */
  readonly state: 'excused' | 'planned' | null
}

export interface CasePage {
  readonly cases: readonly EdgeCase[]
  /** Everything that is wrong with the page itself, one sentence each. */
  readonly problems: readonly string[]
}

/** Reads the tables of `docs/edge-cases.md`: rows that begin with a number, below headings of the second level. */
export function readCasePage(text: string): CasePage {
  const cases: EdgeCase[] = []
  const problems: string[] = []
  let section = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3)
    if (!/^\|\s*\d/.test(line)) continue
    const cells = line.split('|').slice(1, -1)
    const number = Number(cells[0])
    if (cells.length !== 5 || !Number.isInteger(number)) {
      problems.push(`a row has ${cells.length} cells instead of 5, or no whole number: ${line}`)
      continue
    }
    if (number !== cases.length + 1) problems.push(`case ${cases.length + 1} was expected, case ${number} was found`)
    const state = stateOf(cells[4]?.trim() ?? '')
    if (typeof state === 'object' && state !== null) problems.push(`case ${number}: ${state.problem}`)
    cases.push({ number, section, state: typeof state === 'string' ? state : null })
  }
  if (cases.length === 0) problems.push('the page has no case')
  return { cases, problems }
}

function stateOf(cell: string): EdgeCase['state'] | { readonly problem: string } {
  if (cell === '') return null
  const [word, rest = ''] = cell.split(/:\s*/, 2)
  if (word === 'excused') return rest.length > 0 ? 'excused' : { problem: 'it is excused without a reason' }
  if (word !== 'planned') return { problem: `"${cell}" is neither "excused: reason" nor "planned: work"` }
  const known = PLANS.some((plan) => plan === rest)
  return known ? 'planned' : { problem: `"${rest}" is not planned work; expected one of ${PLANS.join(', ')}` }
}
