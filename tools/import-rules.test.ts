import { expect, test } from 'vitest'
import { importsOf, type Package, problemsOf, unusedDoors } from './import-rules.ts'

const rules = { core: { workspace: [] }, pipeline: { workspace: ['core'], testOnly: ['testing'], never: ['pg'] } }

function pipelineWith(imports: readonly string[], file = 'packages/pipeline/src/x.ts'): Package {
  return {
    folder: 'packages/pipeline',
    manifest: { name: '@hourglass/pipeline', dependencies: { '@hourglass/core': 'workspace:*' } },
    files: [{ file, imports }],
  }
}

test('finds every form of import', () => {
  const source = `import { a } from 'one'
import type { B } from "two"
import 'three'
export { c } from 'four'
const d = await import('five')
import {
  e,
} from 'six'`
  expect(importsOf(source)).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
})

test('takes what is allowed', () => {
  expect(problemsOf(pipelineWith(['./y.ts', '@hourglass/core/errors', 'zod', 'pg-boss']), rules)).toEqual([])
})

test('fails when a driver, another package or a path out of the package is imported', () => {
  const problems = problemsOf(pipelineWith(['pg', '@hourglass/testing/x', '../../core/src/errors.ts']), rules)
  expect(problems).toHaveLength(3)
  expect(problems.join('\n')).toContain('"pg" may not be imported by pipeline')
})

test('fails when package.json depends against the direction', () => {
  const core: Package = {
    folder: 'packages/core',
    manifest: { name: '@hourglass/core', dependencies: { '@hourglass/pipeline': 'workspace:*' } },
    files: [],
  }
  expect(problemsOf(core, rules)).toEqual(['packages/core/package.json: must not depend on @hourglass/pipeline'])
})

test('lets tests use test-only packages', () => {
  expect(problemsOf(pipelineWith(['@hourglass/testing/x'], 'packages/pipeline/src/x.pg.test.ts'), rules)).toEqual([])
})

test('fails for a package that nobody wrote a rule for', () => {
  expect(problemsOf({ folder: 'packages/new', manifest: { name: '@hourglass/new' }, files: [] }, rules)).toHaveLength(1)
})

test('fails when a package exports a module that nobody outside imports', () => {
  const core: Package = {
    folder: 'packages/core',
    manifest: { name: '@hourglass/core', exports: { './errors': './src/errors.ts', './clock': './src/clock.ts' } },
    files: [{ file: 'packages/core/src/x.ts', imports: ['@hourglass/core/clock'] }],
  }
  expect(unusedDoors([core, pipelineWith(['@hourglass/core/errors'])])).toEqual([
    'packages/core/package.json: exports "./clock", which no other package imports; remove it',
  ])
})
