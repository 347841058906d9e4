import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { messageOf } from '@hourglass/core/errors'
import { type BuildFailure, build, type Message } from 'esbuild'
import { catalogFile, catalogPlugin } from './catalog-plugin.ts'
import { tableFiles } from './table-files.ts'

/** Lets a bundled CommonJS package of a catalog ask for Node's own modules. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** A module that could not be built or run, or what it exports. */
type Imported = { readonly exports: Readonly<Record<string, unknown>> } | { readonly thrown: unknown }

/** A thrown CatalogError carries its problems, whichever copy of the class it is of: a bundle has its own. */
function problemsOf(thrown: unknown, file: string): readonly CatalogProblem[] {
  if (thrown instanceof Error && thrown.name === 'CatalogError' && 'problems' in thrown) {
    // The name is public, and only CatalogError bears it.
    return (thrown.problems as readonly CatalogProblem[]).map((problem) => ({ ...problem, file }))
  }
  if (isBuildFailure(thrown)) return thrown.errors.map((message) => buildProblem(message, file))
  return [{ file, table: '', field: 'the file', found: messageOf(thrown), fix: 'correct the file' }]
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors)
}

function buildProblem({ text, location }: Message, file: string): CatalogProblem {
  const field = location === null ? 'the file' : `line ${location.line}`
  return { file: location?.file ?? file, table: '', field, found: text, fix: 'correct the file' }
}

/** Bundles TypeScript files with everything they import, sharing what they have in common, and imports the results. */
async function importFiles(folder: string, files: readonly string[], scratch: string): Promise<readonly Imported[]> {
  await build({
    entryPoints: [...files],
    absWorkingDir: folder,
    outbase: folder,
    outdir: scratch,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    banner: { js: BANNER },
    plugins: [catalogPlugin(folder)],
  })
  return Promise.all(
    files.map(async (file): Promise<Imported> => {
      const path = join(scratch, file.replace(/\.ts$/, '.mjs'))
      try {
        return { exports: (await import(pathToFileURL(path).href)) as Record<string, unknown> }
      } catch (thrown) {
        return { thrown }
      }
    }),
  )
}

/** The problems of each table file by itself; an import of catalog.ts stops at the first one. */
async function findProblems(
  folder: string,
  files: readonly string[],
  scratch: string,
): Promise<readonly CatalogProblem[]> {
  if (files.length === 0) return []
  try {
    const imported = await importFiles(folder, files, scratch)
    return imported.flatMap((one, index) => ('thrown' in one ? problemsOf(one.thrown, files[index] ?? '') : []))
  } catch (thrown) {
    // Files that do not compile keep the others from being built: report them, and go on without them.
    const problems = problemsOf(thrown, 'tables')
    const broken = new Set(problems.map((problem) => problem.file))
    const others = files.filter((file) => !broken.has(file))
    if (others.length === files.length) return problems
    return [...problems, ...(await findProblems(folder, others, join(scratch, 'others')))]
  }
}

/** What catalog.ts exports, or the reason why it cannot. */
async function importCatalog(folder: string, scratch: string): Promise<Imported> {
  try {
    const [imported] = await importFiles(folder, ['catalog.ts'], scratch)
    return imported ?? { exports: {} }
  } catch (thrown) {
    return { thrown }
  }
}

/**
 * The catalog in `folder`, which may lie outside this repository: `<folder>/catalog.ts` exports `catalog`, its tables
 * are in `<folder>/tables/`.
 *
 * @throws CatalogError when the file is not there or does not compile, or with the problems of all its tables.
 */
export async function loadCatalog(folder: string): Promise<Catalog> {
  const root = resolve(folder)
  if (!existsSync(catalogFile(root))) {
    const fix = 'name the folder that holds catalog.ts and tables/'
    throw new CatalogError([{ file: root, table: '', field: 'catalog.ts', found: 'there is no such file', fix }])
  }
  const scratch = await mkdtemp(join(tmpdir(), 'hourglass-catalog-'))
  try {
    const imported = await importCatalog(root, join(scratch, 'catalog'))
    if ('thrown' in imported) {
      const files = existsSync(join(root, 'tables')) ? await tableFiles(root) : []
      const paths = files.map((name) => `tables/${name}.ts`)
      const found = await findProblems(root, paths, join(scratch, 'tables'))
      throw new CatalogError(found.length > 0 ? found : problemsOf(imported.thrown, 'catalog.ts'), {
        cause: imported.thrown,
      })
    }
    const { catalog } = imported.exports
    if (!Array.isArray(catalog) || catalog.length === 0) {
      const fix = 'export defineCatalog([...]) as `catalog`'
      throw new CatalogError([
        { file: 'catalog.ts', table: '', field: 'catalog', found: 'is not a list of tables', fix },
      ])
    }
    // What catalog.ts exports was made and checked by defineCatalog and defineTable.
    return catalog as Catalog
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
