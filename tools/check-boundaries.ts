import { readFileSync } from 'node:fs'
import path from 'node:path'
import { globSync } from 'tinyglobby'
import { BOUNDARIES } from './boundaries.ts'
import { importsOf, type Package, problemsOf, unusedDoors } from './import-rules.ts'

/** Checks the direction of imports over the whole repository; exits with 1 and every problem when it is broken. */
const root = path.resolve(import.meta.dirname, '..')
const manifests = globSync('{apps/*,packages/*,infra,e2e,tools,examples/*,bench}/package.json', { cwd: root })

const packages = manifests.map((manifest): Package => {
  const folder = path.dirname(manifest)
  const files = globSync(`${folder}/**/*.ts`, { cwd: root, ignore: ['**/{node_modules,dist,cdktf.out}/**'] })
  return {
    folder,
    manifest: JSON.parse(readFileSync(path.join(root, manifest), 'utf8')),
    files: files.map((file) => ({ file, imports: importsOf(readFileSync(path.join(root, file), 'utf8')) })),
  }
})

const problems = [...packages.flatMap((each) => problemsOf(each, BOUNDARIES)), ...unusedDoors(packages)]
const fileCount = packages.reduce((sum, each) => sum + each.files.length, 0)
if (fileCount === 0) problems.push('no file was checked: is this the root of the repository?')
if (problems.length > 0) {
  process.stderr.write(
    `${problems.join('\n')}\n${problems.length} boundary problems; the rules are in tools/boundaries.ts\n`,
  )
  process.exitCode = 1
} else {
  process.stdout.write(`boundaries: ${packages.length} packages, ${fileCount} files, no problem\n`)
}
