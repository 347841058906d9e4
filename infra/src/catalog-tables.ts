import { loadCatalog, loadModels } from '@hourglass/catalog-tools/load-catalog'

/**
 * Target names of a catalog and its models, in order: of everything that has to be current.
 *
 * @param folder absolute; holds `catalog.ts`
 * @throws CatalogError naming every mistake of every table file
 */
export async function catalogTables(folder: string): Promise<readonly string[]> {
  const [catalog, models] = await Promise.all([loadCatalog(folder), loadModels(folder)])
  return [...catalog, ...models].map(({ target }) => target).sort()
}
