import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CatalogError, type CatalogProblem } from '@hourglass/catalog-kit/errors'
import type { Models } from '@hourglass/catalog-kit/model'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { messageOf, present } from '@hourglass/core/errors'
import { type BuildFailure, build, type Message } from 'esbuild'
import { catalogFile, catalogPlugin, modelsFile } from './catalog-plugin.ts'
import { modelFiles } from './model-files.ts'
import { exportName, tableFiles } from './table-files.ts'

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

/** The problems of each file, imported alone: an import of catalog.ts or models.ts stops at the first problem. */
async function findProblems(
  folder: string,
  files: readonly string[],
  scratch: string,
): Promise<readonly CatalogProblem[]> {
  if (files.length === 0) return []
  try {
    const imported = await importFiles(folder, files, scratch)
    return imported.flatMap((one, index) =>
      'thrown' in one ? problemsOf(one.thrown, present(files[index], `file ${index} of the catalog`)) : [],
    )
  } catch (thrown) {
    // Files that do not compile keep the others from being built: report them, and go on without them.
    const problems = problemsOf(thrown, 'tables')
    const broken = new Set(problems.map((problem) => problem.file))
    const others = files.filter((file) => !broken.has(file))
    if (others.length === files.length) return problems
    return [...problems, ...(await findProblems(folder, others, join(scratch, 'others')))]
  }
}

/** What one entry file exports, or the reason why it cannot. */
async function importEntry(folder: string, entry: string, scratch: string): Promise<Imported> {
  try {
    const [imported] = await importFiles(folder, [entry], scratch)
    return imported ?? { exports: {} }
  } catch (thrown) {
    return { thrown }
  }
}

/**
 * The value of one entry file of a catalog folder.
 *
 * @param parts the files that it is put together from
 * @throws CatalogError with the problems of all of them
 */
async function loadEntry(root: string, entry: string, name: string, parts: readonly string[]): Promise<unknown> {
  const scratch = await mkdtemp(join(tmpdir(), 'hourglass-catalog-'))
  try {
    const imported = await importEntry(root, entry, join(scratch, 'entry'))
    if (!('thrown' in imported)) return imported.exports[name]
    const found = await findProblems(root, parts, join(scratch, 'parts'))
    throw new CatalogError(found.length > 0 ? found : problemsOf(imported.thrown, entry), { cause: imported.thrown })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * The catalog in `folder`, which may lie outside this repository: `<folder>/catalog.ts` exports `catalog`, its tables
 * are in `<folder>/tables/`.
 *
 * @throws CatalogError when the file is not there, does not compile or leaves out a file of `tables/`, or with the problems
 * of all its tables.
 */
export async function loadCatalog(folder: string): Promise<Catalog> {
  const root = resolve(folder)
  if (!existsSync(catalogFile(root))) {
    const fix = 'name the folder that holds catalog.ts and tables/'
    throw new CatalogError([{ file: root, table: '', field: 'catalog.ts', found: 'there is no such file', fix }])
  }
  const files = await tableFiles(root)
  const paths = files.map((name) => `tables/${name}.ts`)
  const catalog = await loadEntry(root, 'catalog.ts', 'catalog', paths)
  if (!Array.isArray(catalog)) {
    const fix = 'export defineCatalog([...]) as `catalog`'
    throw new CatalogError([{ file: 'catalog.ts', table: '', field: 'catalog', found: 'is not a list of tables', fix }])
  }
  await checkListed(catalogFile(root), 'tables', files)
  // What catalog.ts exports was made and checked by defineCatalog and defineTable.
  return catalog as Catalog
}

/**
 * A file that the list leaves out would never be read, in silence.
 *
 * @throws CatalogError naming each
 */
async function checkListed(list: string, folder: 'tables' | 'models', files: readonly string[]): Promise<void> {
  const entry = basename(list)
  const text = existsSync(list) ? (await readFile(list, 'utf8')).replaceAll(/\/\/.*$|\/\*[^]*?\*\//gm, '') : ''
  const code = text.replaceAll(/'[^'\n]*'/g, '')
  // Imported, and then named a second time where it is listed.
  const isListed = (file: string) =>
    text.includes(`./${folder}/${file}.ts'`) && code.split(new RegExp(`\\b${exportName(file)}\\b`)).length > 2
  const problems = files
    .filter((file) => !isListed(file))
    .map((file) => ({
      file: `${folder}/${file}.ts`,
      table: '',
      field: 'the file',
      found: `${entry} does not name it, so what it defines would not be loaded`,
      fix: `run \`pnpm golden\`, which writes ${entry}, or remove the file`,
    }))
  if (problems.length > 0) throw new CatalogError(problems)
}

/**
 * The models in `folder`: `<folder>/models.ts` exports `models`, each is in `<folder>/models/`. None without that file.
 *
 * @throws CatalogError when the file does not compile or leaves out a file of `models/`, or with the problems of all its
 * models.
 */
export async function loadModels(folder: string): Promise<Models> {
  const root = resolve(folder)
  const files = await modelFiles(root)
  if (!existsSync(modelsFile(root)) && files.length === 0) return []
  if (!existsSync(modelsFile(root))) await checkListed(modelsFile(root), 'models', files)
  const paths = files.map((name) => `models/${name}.ts`)
  const models = await loadEntry(root, 'models.ts', 'models', paths)
  if (!Array.isArray(models)) {
    const fix = 'export defineModels(catalog, [...]) as `models`'
    throw new CatalogError([{ file: 'models.ts', table: '', field: 'models', found: 'is not a list of models', fix }])
  }
  await checkListed(modelsFile(root), 'models', files)
  // What models.ts exports was made and checked by defineModels and defineModel.
  return models as Models
}
