import { expect, test } from 'vitest'
import { modeNameProblems } from './mode-names.ts'

const NAMES = ['merge', 'replace']
const found = (text: string, file = 'packages/pipeline/src/x.ts') => modeNameProblems(file, text, NAMES).length

test.for([
  "if (table.load.mode === 'replace') return",
  "if ('merge' != mode) return",
  "switch (mode) {\n  case 'merge':\n}",
  "if (['merge', 'swap'].includes(mode)) return",
  "where mode = 'merge'",
  "check (mode in ('replace', 'advance'))",
  'return load.mode !== "replace"',
])('fails for: %s', (text) => {
  expect(found(text)).toBe(1)
})

test.for([
  "load: { mode: 'replace' }",
  "text.replace('merge', '')",
  "where mode <> 'advance'",
  "if (input.mode === 'full') return",
  'const strategies = { merge: mergeStrategy, replace: replaceStrategy }',
])('takes: %s', (text) => {
  expect(found(text)).toBe(0)
})

test('modes and strategies may, and so may what is released', () => {
  const text = "if (mode === 'merge') return"
  expect(found(text, 'packages/catalog-kit/src/modes/merge.ts')).toBe(0)
  expect(found(text, 'packages/postgres-target/src/publish/strategies/strategies.ts')).toBe(0)
  expect(found("check (mode in ('merge'))", 'packages/postgres-target/sql/migrations/001_control_schema.sql')).toBe(0)
})

test('names the file, the line and what to do', () => {
  expect(modeNameProblems('apps/cli/src/x.ts', "\nmode === 'merge'", NAMES)).toEqual([
    'apps/cli/src/x.ts:2: compares the name of a load mode; ask the mode instead: modeOf(table)',
  ])
})
