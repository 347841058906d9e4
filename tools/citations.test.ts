import { expect, test } from 'vitest'
import { type Cited, citationProblems } from './citations.ts'

const cited: Cited = {
  cases: 160,
  invariants: new Set(['I1', 'I4']),
  decisions: new Set([6]),
  exists: (file) => ['docs/types.md', 'docs/decisions/0006-x.md'].includes(file),
}
const problems = (text: string, file = 'packages/x/src/y.ts') => citationProblems(file, text, cited)

test('takes what resolves', () => {
  expect(problems('/** Edge cases 1, 2, 147 to 151; invariant I4; decision 6; docs/types.md */')).toEqual([])
  expect(problems('[why](decisions/0006-x.md#context) [out](https://example.org)', 'docs/types.md')).toEqual([])
  expect(problems('```\n[in an example](nowhere.md)\n```', 'docs/types.md')).toEqual([])
})

test('fails when a number, an invariant, a decision or a page does not exist', () => {
  expect(problems('edge cases 3 and 161')).toEqual([expect.stringContaining('edge case 161 is not in')])
  expect(problems("test('x [case 0]')")).toEqual([expect.stringContaining('edge case 0 is not in')])
  expect(problems('invariants I1 to I9')).toEqual([expect.stringContaining('invariant I9 is not in')])
  expect(problems('see decision 77')).toEqual([expect.stringContaining('decision 77 is not in')])
  expect(problems('see docs/nothing.md')).toEqual([expect.stringContaining('docs/nothing.md does not exist')])
  expect(problems('[x](nowhere.md)', 'docs/types.md')).toEqual([expect.stringContaining('leads nowhere')])
})

test('fails when a document is cited that a clone does not have', () => {
  expect(problems('/**\n * Sized as stated (design,\n * section 4).\n */')).toEqual([
    expect.stringMatching(/^packages\/x\/src\/y\.ts:2: .*not in the repository/),
  ])
})

test('a citation may span lines of a comment', () => {
  expect(problems('one\n * (edge\n * cases 5, 999)')).toEqual([expect.stringMatching(/y\.ts:2: edge case 999/)])
})
