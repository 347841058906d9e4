import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chunkRows, REFUSED } from '@hourglass/candidate-experience/data/story'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { catalogFile, modelsFile } from '@hourglass/catalog-tools/catalog-plugin'

/**
 * Writes a catalog below `folder` that is the example's, except that one table has smaller chunks: a demo of any size
 * then shows several of them.
 *
 * @returns the catalog folder
 */
export async function writeDemoCatalog(folder: string, rows: number): Promise<string> {
  const catalog = path.join(folder, 'catalog')
  await mkdir(catalog, { recursive: true })
  await writeFile(
    catalogFile(catalog),
    [
      "import { defineCatalog } from '@hourglass/catalog-kit/define-catalog'",
      `import { catalog as example } from ${JSON.stringify(catalogFile(CANDIDATE_EXPERIENCE))}`,
      '',
      'export const catalog = defineCatalog(',
      '  example.map((table) =>',
      `    table.target === ${JSON.stringify(REFUSED)} ? { ...table, split: { ...table.split, rows: ${chunkRows(rows)} } } : table,`,
      '  ),',
      ')',
      '',
    ].join('\n'),
  )
  await writeFile(modelsFile(catalog), `export { models } from ${JSON.stringify(modelsFile(CANDIDATE_EXPERIENCE))}\n`)
  return catalog
}
