import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { catalogFile } from './catalog-plugin.ts'
import { checkFileNames, generatedFolder, renderGenerated } from './golden-files.ts'
import { loadCatalog } from './load-catalog.ts'
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

/**
 * Compares `catalog.ts` and `generated/` with the table files of `folder`; with `write`, brings them up to date.
 *
 * The list of tables is made from the file names, and written first, because the rest is rendered from the catalog
 * that it makes. Without `write`, a list that has drifted is all that is reported.
 *
 * @throws CatalogError when the table files have problems.
 */
export async function runGolden(folder: string, write: boolean): Promise<readonly Drifted[]> {
  const files = await tableFiles(folder)
  const list = await compare(new Map([[catalogFile(folder), renderCatalog(files)]]), [])
  if (!write && list.length > 0) return list
  if (write) await Promise.all(list.map(apply))

  const catalog = await loadCatalog(folder)
  checkFileNames(catalog, files)
  const generated = generatedFolder(folder)
  const expected = new Map([...renderGenerated(catalog)].map(([path, text]) => [join(generated, path), text]))
  const drifted = await compare(expected, await filesBelow(generated))
  if (write) await Promise.all(drifted.map(apply))
  return [...list, ...drifted]
}

/** A drifted file as a reader wants to see it: its path below `root` and what changes in it. */
export function describeDrift({ path, before, after }: Drifted, root: string): string {
  const name = relative(resolve(root), path)
  if (before === null) return `${name}: is missing`
  if (after === null) return `${name}: belongs to no table`
  return `${name}: differs\n${textDiff(before, after)}`
}
