import { expect, test } from 'vitest'
import { compareWithExcused, type Mutant, scoreOf, scoresByFile, survivorsOf } from './score.ts'

const mutant = (status: string, file = 'a.ts', original = '<'): Mutant => {
  return { file, line: 1, mutator: 'EqualityOperator', original, replacement: '<=', status }
}

test('what no test has noticed is a survivor, also without a test and behind a disable comment', () => {
  const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'CompileError'].map((one) => mutant(one))
  expect(scoreOf(mutants)).toEqual({ killed: 2, survived: 3, percent: 40 })
  expect(survivorsOf(mutants).map(({ status }) => status)).toEqual(['Survived', 'NoCoverage', 'Ignored'])
})

test('files come by score, the lowest first', () => {
  const mutants = [mutant('Killed', 'good.ts'), mutant('Killed', 'bad.ts'), mutant('Survived', 'bad.ts')]
  expect(scoresByFile(mutants).map(({ file, percent }) => [file, percent])).toEqual([
    ['bad.ts', 50],
    ['good.ts', 100],
  ])
})

test('fails when nothing was mutated', () => {
  expect(() => scoreOf([])).toThrow('no mutant was run')
})

test('a survivor is excused by its file and its change, wherever it stands; an excuse without one is stale', () => {
  const excuse = { file: 'a.ts', original: '<', replacement: '<=', reason: 'equal values are alike' }
  const survivors = [mutant('Survived'), mutant('Survived', 'b.ts')]
  const stale = { ...excuse, original: '>' }
  expect(compareWithExcused(survivors, [excuse, stale])).toEqual({ unexplained: [survivors[1]], stale: [stale] })
})
