import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { CatalogError } from '@hourglass/catalog-kit/errors'
import { catalogFile, modelsFile } from './catalog-plugin.ts'
import { checkModelSql } from './check-model-sql.ts'
import { checkFileNames, generatedFolder, renderGenerated } from './golden-files.ts'
import { loadCatalog, loadModels } from './load-catalog.ts'
import { checkModelFiles, MODEL_SQL_FILE, modelFiles, renderModelSql, renderModels } from './model-files.ts'
import { renderCatalog, tableFiles } from './table-files.ts'
import { textDiff } from './text-diff.ts'

/** One file whose text on disk is not what the catalog says. `null` stands for "no such file". */
export interface Drifted {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

async function textOf(path: string): Promise<string | null> {
  return existsSync(path) ? readFile(path, 'utf8') : null
}

async function apply({ path, after }: Drifted): Promise<void> {
  if (after === null) return rm(path)
  await mkdir(dirname(path), { recursive: true })
  return writeFile(path, after)
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function compare(expected: ReadonlyMap<string, string>, present: readonly string[]): Promise<readonly Drifted[]> {
  const paths = [...new Set([...expected.keys(), ...present])].sort()
  const compared = await Promise.all(
    paths.map(async (path) => ({ path, before: await textOf(path), after: expected.get(path) ?? null })),
  )
  return compared.filter(({ before, after }) => before !== after)
}

/** The lists that are made from file names alone: tables, models and the SQL of models. */
async function compareLists(folder: string): Promise<readonly Drifted[]> {
  const models = await modelFiles(folder)
  const lists = new Map([[catalogFile(folder), renderCatalog(await tableFiles(folder))]])
  const modelSql = join(folder, MODEL_SQL_FILE)
  lists.set(modelsFile(folder), renderModels(models))
  if (models.length > 0) lists.set(modelSql, await renderModelSql(folder))
  return compare(lists, [modelSql].filter(existsSync))
}

/**
 * Compares `catalog.ts`, `models.ts` and `generated/` with the table and model files of `folder`; with `write`, brings
 * them up to date.
 *
 * The lists are made from the file names, and written first, because the rest is rendered from the catalog that they
 * make. Without `write`, a list that has drifted is all that is reported.
 *
 * @throws CatalogError when the table or model files have problems.
 */
export async function runGolden(folder: string, write: boolean): Promise<readonly Drifted[]> {
  const lists = await compareLists(folder)
  if (!write && lists.length > 0) return lists
  if (write) await Promise.all(lists.map(apply))

  const catalog = await loadCatalog(folder)
  checkFileNames(catalog, await tableFiles(folder))
  const models = await loadModels(folder)
  await checkModelFiles(folder, models, await modelFiles(folder))
  const problems = await checkModelSql(models)
  if (problems.length > 0) throw new CatalogError(problems)
  const generated = generatedFolder(folder)
  const rendered = renderGenerated(catalog, models)
  const expected = new Map([...rendered].map(([path, text]) => [join(generated, path), text]))
  const drifted = await compare(expected, await filesBelow(generated))
  if (write) await Promise.all(drifted.map(apply))
  return [...lists, ...drifted]
}

/** A drifted file as a reader wants to see it: its path below `root` and what changes in it. */
export function describeDrift({ path, before, after }: Drifted, root: string): string {
  const name = relative(resolve(root), path)
  if (before === null) return `${name}: is missing`
  if (after === null) return `${name}: belongs to nothing in the catalog`
  return `${name}: differs\n${textDiff(before, after)}`
}
