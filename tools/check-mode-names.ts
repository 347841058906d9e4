import { readFileSync } from 'node:fs'
import path from 'node:path'
import { MODE_NAMES } from '@hourglass/catalog-kit/modes'
import { globSync } from 'tinyglobby'
import { modeNameProblems } from './mode-names.ts'

/** Fails when code outside the modes and their strategies compares a load mode's name. */
const root = path.resolve(import.meta.dirname, '..')
const files = globSync('{apps,packages,infra,e2e,bench,examples}/**/*.{ts,sql}', {
  cwd: root,
  ignore: ['**/{node_modules,dist,cdktf.out}/**'],
})
const problems = files.flatMap((file) =>
  modeNameProblems(file, readFileSync(path.join(root, file), 'utf8'), MODE_NAMES),
)
if (files.length === 0) problems.push('no file was checked: is this the root of the repository?')
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`mode names: ${files.length} files, no comparison outside the modes and their strategies\n`)
}
