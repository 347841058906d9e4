import { expect, test } from 'vitest'
import { caseProblems, countCases, renderCounts } from './case-counts.ts'
import { readCasePage } from './case-page.ts'
import { casesInTitle, testedCases } from './case-titles.ts'

const PAGE = `# Edge cases
## A. First
| # | P | What breaks | What Hourglass does | State |
|--|--|--|--|--|
| 1 | P0 | a | b | |
| 2 | P0 | a | b | excused: nothing can differ |
## B. Second
| 3 | P1 | a | b | planned: proof |
| 4 | P1 | a | b | |
`

test('counts tested, excused, planned and missing cases by section', () => {
  const page = readCasePage(PAGE)
  expect(page.problems).toEqual([])
  expect(caseProblems(page, new Set([1]))).toEqual([])
  const counts = countCases(page.cases, new Set([1]))
  expect(counts).toEqual([
    { section: 'A. First', tested: 1, excused: 1, planned: 0, missing: [] },
    { section: 'B. Second', tested: 0, excused: 0, planned: 1, missing: [4] },
  ])
  expect(renderCounts(counts).split('\n').at(-1)).toMatch(/^all +1 +1 +1 +1$/)
})

test('fails when a case is tested and planned, and when no test has a number', () => {
  const page = readCasePage(PAGE)
  expect(caseProblems(page, new Set([3]))).toEqual([expect.stringContaining('case 3 has a test and is planned too')])
  expect(caseProblems(page, new Set())).toEqual(['no test has a number in its title'])
})

test('fails when a number is left out or comes twice, a reason is missing, or work is not planned', () => {
  const row = (number: number, state: string) => `| ${number} | P0 | a | b | ${state} |`
  const { problems } = readCasePage([row(1, ''), row(3, ''), row(3, 'excused:'), row(4, 'planned: someday')].join('\n'))
  expect(problems).toEqual([
    'case 2 was expected, case 3 was found',
    'case 3: it is excused without a reason',
    expect.stringContaining('case 4: "someday" is not planned work'),
  ])
  expect(readCasePage('# Nothing').problems).toEqual(['the page has no case'])
  expect(readCasePage('| 1 | P0 | a | b | c | d |').problems[0]).toContain('6 cells instead of 5')
})

test('finds numbers in titles, and in no comment', () => {
  expect(casesInTitle('a part is missing [case 3, 21] and [case 99]')).toEqual([3, 21, 99])
  expect(casesInTitle('edge case 7')).toEqual([])
  expect(testedCases('x.test.ts', "// [case 1]\n * [case 2]\n  test('x [case 3]', () => {")).toEqual([
    { number: 3, place: 'x.test.ts:3', text: "test('x [case 3]', () => {" },
  ])
})
