import path from 'node:path'
import type { Boundary } from './boundaries.ts'

const SCOPE = '@hourglass/'

export interface Package {
  /** Relative to the root, e.g. `packages/core`. */
  readonly folder: string
  readonly manifest: {
    readonly name: string
    readonly dependencies?: Readonly<Record<string, string>>
    readonly devDependencies?: Readonly<Record<string, string>>
    /** The modules that other packages may import, by name: `./table`. A pattern (`./*`) opens the whole package. */
    readonly exports?: Readonly<Record<string, string>>
  }
  readonly files: readonly { readonly file: string; readonly imports: readonly string[] }[]
}

/** Module names in import, export-from and dynamic import positions of a TypeScript source. */
export function importsOf(source: string): string[] {
  const pattern = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '')
}

/** Files that only run in tests, where `testOnly` packages are allowed. */
function isTestFile(file: string): boolean {
  return /(\.test|\.test-d|\.config)\.ts$|\/test\/|\/demo\//.test(file)
}

/** Everything in one package that breaks `rules`, one sentence each with what to do. */
export function problemsOf(checked: Package, rules: Readonly<Record<string, Boundary>>): string[] {
  const name = checked.manifest.name.replace(SCOPE, '')
  const rule = rules[name]
  if (!rule) return [`${checked.folder}: package "${name}" has no rule; add one to tools/boundaries.ts`]
  return [
    ...manifestProblems(checked, rule),
    ...checked.files.flatMap((file) => fileProblems(checked, name, file, rule)),
  ]
}

/** Doors that nobody outside uses: a module is exported when another package needs it, and no sooner. */
export function unusedDoors(packages: readonly Package[]): string[] {
  return packages.flatMap(({ folder, manifest }) => {
    const outside = packages.filter((other) => other.folder !== folder)
    const used = new Set(outside.flatMap((other) => other.files.flatMap((file) => file.imports)))
    return Object.keys(manifest.exports ?? {})
      .filter((door) => !door.includes('*') && !used.has(path.posix.join(manifest.name, door)))
      .map((door) => `${folder}/package.json: exports "${door}", which no other package imports; remove it`)
  })
}

function manifestProblems({ folder, manifest }: Package, rule: Boundary): string[] {
  const workspaceNames = (dependencies: Readonly<Record<string, string>> = {}) =>
    Object.keys(dependencies)
      .filter((dependency) => dependency.startsWith(SCOPE))
      .map((dependency) => dependency.slice(SCOPE.length))
  const allowed = new Set(rule.workspace)
  const inTests = new Set([...rule.workspace, ...(rule.testOnly ?? [])])
  return [
    ...workspaceNames(manifest.dependencies)
      .filter((dependency) => !allowed.has(dependency))
      .map((dependency) => `${folder}/package.json: must not depend on ${SCOPE}${dependency}`),
    ...workspaceNames(manifest.devDependencies)
      .filter((dependency) => !inTests.has(dependency))
      .map((dependency) => `${folder}/package.json: must not depend on ${SCOPE}${dependency}, not even for tests`),
  ]
}

function fileProblems(
  { folder, manifest }: Package,
  name: string,
  { file, imports }: Package['files'][number],
  rule: Boundary,
): string[] {
  const declared = new Set([name, ...Object.keys(manifest.dependencies ?? {}).map((key) => key.replace(SCOPE, ''))])
  const problems: string[] = []
  for (const imported of imports) {
    if (imported.startsWith('.')) {
      const reached = path.posix.normalize(path.posix.join(path.posix.dirname(file), imported))
      const shared = reached === 'vitest.shared.ts'
      if (!reached.startsWith(`${folder}/`) && !shared) {
        problems.push(`${file}: "${imported}" leaves the package; import it by its package name`)
      }
    } else if (imported.startsWith(SCOPE)) {
      const dependency = imported.slice(SCOPE.length).split('/')[0] ?? ''
      if (!declared.has(dependency) && !isTestFile(file)) {
        problems.push(`${file}: imports "${imported}", which is not in the dependencies of ${folder}/package.json`)
      }
    } else if (
      rule.never?.some(
        (prefix) => imported === prefix || imported.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
      )
    ) {
      if (!isTestFile(file)) problems.push(`${file}: "${imported}" may not be imported by ${name}`)
    }
  }
  return problems
}
