import type { CasePage, EdgeCase } from './case-page.ts'

export interface SectionCounts {
  readonly section: string
  readonly tested: number
  readonly excused: number
  readonly planned: number
  /** Cases with neither test nor state. */
  readonly missing: readonly number[]
}

/** Compares the page with the numbers that titles hold. @returns every contradiction, one sentence each. */
export function caseProblems({ cases, problems }: CasePage, tested: ReadonlySet<number>): string[] {
  const contradictions = cases.filter(({ number, state }) => state !== null && tested.has(number))
  return [
    ...problems,
    ...contradictions.map(
      ({ number, state }) => `case ${number} has a test and is ${state} too; remove one of the two from the page`,
    ),
    ...(tested.size === 0 ? ['no test has a number in its title'] : []),
  ]
}

/** One entry a section, in the order of the page. */
export function countCases(cases: readonly EdgeCase[], tested: ReadonlySet<number>): SectionCounts[] {
  const sections = [...new Set(cases.map(({ section }) => section))]
  return sections.map((section) => {
    const here = cases.filter((each) => each.section === section)
    const untested = here.filter(({ number }) => !tested.has(number))
    const inState = (state: EdgeCase['state']) => untested.filter((each) => each.state === state)
    return {
      section,
      tested: here.length - untested.length,
      excused: inState('excused').length,
      planned: inState('planned').length,
      missing: inState(null).map(({ number }) => number),
    }
  })
}

/** The table that `pnpm cases` prints, with the numbers of missing cases at the end of each line. */
export function renderCounts(counts: readonly SectionCounts[]): string {
  const total = counts.reduce(
    (sum, { tested, excused, planned, missing }) => ({
      section: 'all',
      tested: sum.tested + tested,
      excused: sum.excused + excused,
      planned: sum.planned + planned,
      missing: [...sum.missing, ...missing],
    }),
    { section: 'all', tested: 0, excused: 0, planned: 0, missing: [] },
  )
  const width = Math.max(...counts.map(({ section }) => section.length))
  const line = (name: string, cells: readonly (string | number)[], note: string) =>
    `${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join('')}  ${note}`.trimEnd()
  return [
    line('', ['tested', 'excused', 'planned', 'missing'], ''),
    ...counts.map((each) =>
      line(each.section, [each.tested, each.excused, each.planned, each.missing.length], each.missing.join(', ')),
    ),
    line(total.section, [total.tested, total.excused, total.planned, total.missing.length], ''),
  ].join('\n')
}
