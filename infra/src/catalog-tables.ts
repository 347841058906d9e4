import { loadCatalog } from '@hourglass/catalog/load-catalog'

/**
 * Target names of a catalog, in order.
 *
 * @param folder absolute; holds `catalog.ts`
 * @throws CatalogError naming every mistake of every table file
 */
export async function catalogTables(folder: string): Promise<readonly string[]> {
  const catalog = await loadCatalog(folder)
  return catalog.map((table) => table.target).sort()
}
