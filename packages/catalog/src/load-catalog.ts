import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { messageOf } from '@hourglass/core/errors'
import { type BuildFailure, build } from 'esbuild'
import { catalogFile, catalogPlugin } from './catalog-plugin.ts'
import { tableFiles } from './table-files.ts'

/** Lets a bundled CommonJS package of a catalog ask for Node's own modules. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** A thrown CatalogError carries its problems, whichever copy of the class it is of: a bundle has its own. */
function problemsOf(thrown: unknown, file: string): readonly CatalogProblem[] {
  if (thrown instanceof Error && thrown.name === 'CatalogError' && 'problems' in thrown) {
    // The name is public, and only CatalogError bears it.
    return (thrown.problems as readonly CatalogProblem[]).map((problem) => ({ ...problem, file }))
  }
  if (thrown instanceof Error && 'errors' in thrown) {
    // esbuild rejects with a BuildFailure and nothing else that has `errors`.
    return (thrown as BuildFailure).errors.map(({ text, location }) => ({
      file: location?.file ?? file,
      table: '',
      field: location === null ? 'the file' : `line ${location.line}`,
      found: text,
      fix: 'correct the file',
    }))
  }
  return [{ file, table: '', field: 'the file', found: messageOf(thrown), fix: 'correct the file' }]
}

/** Bundles one TypeScript file with everything it imports, and imports the result. */
async function importFile(folder: string, file: string, scratch: string): Promise<Record<string, unknown>> {
  const bundled = await build({
    entryPoints: [file],
    absWorkingDir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    banner: { js: BANNER },
    plugins: [catalogPlugin(folder)],
  })
  const [output] = bundled.outputFiles
  const path = join(scratch, `${file.replace(/\W/g, '-')}.mjs`)
  await writeFile(path, output?.contents ?? '')
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>
}

/** The problems of each table file by itself; an import of catalog.ts stops at the first one. */
async function findProblems(folder: string, scratch: string): Promise<readonly CatalogProblem[]> {
  const files = existsSync(join(folder, 'tables')) ? await tableFiles(folder) : []
  const found = await Promise.all(
    files.map(async (name) => {
      const file = `tables/${name}.ts`
      try {
        await importFile(folder, file, scratch)
        return []
      } catch (thrown) {
        return problemsOf(thrown, file)
      }
    }),
  )
  return found.flat()
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
    const { catalog } = await importFile(root, 'catalog.ts', scratch)
    if (!Array.isArray(catalog) || catalog.length === 0) {
      const fix = 'export defineCatalog([...]) as `catalog`'
      throw new CatalogError([{ table: '', field: 'catalog', found: 'is not a list of tables', fix }])
    }
    // What catalog.ts exports was made and checked by defineCatalog and defineTable.
    return catalog as Catalog
  } catch (thrown) {
    const found = await findProblems(root, scratch)
    throw new CatalogError(found.length > 0 ? found : problemsOf(thrown, 'catalog.ts'), { cause: thrown })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
