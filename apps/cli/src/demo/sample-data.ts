import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { loadCatalog } from '@hourglass/catalog-tools/load-catalog'
import { createOwnedDatabase } from '@hourglass/databases/owned-database'
import type { LocalDatabase } from '@hourglass/local/databases'
import { fillMadeTables } from '@hourglass/sample-data/made-tables'
import { fillSource, withConnection } from './source-data.ts'

/** Rows of the demo's tables, all together: enough to look at, filled within seconds. */
const DEMO_ROWS = 10_000

/**
 * Fills a new MySQL of ours for a catalog: the demo's with the demo's data, another with rows made from its kinds. A
 * filling that was cut short is started anew; a file beside the data says that it was completed, and for which catalog.
 *
 * @returns rows written; 0 when the data was there already, or the database is not ours
 */
export async function fillWithSample(source: LocalDatabase, folder: string, catalog: string): Promise<number> {
  if (source.server.kind !== 'embedded') return 0
  const done = path.join(folder, 'sample-data')
  if (source.created !== true && existsSync(done)) return 0
  const url = new URL(source.adminUrl)
  if (source.created !== true) await createOwnedDatabase(source.adminUrl, url.pathname.slice(1))
  const rows = await fill(source.adminUrl, catalog)
  await writeFile(done, `tables of ${catalog} were filled here; tables of yours beside them are kept\n`)
  return rows
}

async function fill(mysqlUrl: string, folder: string): Promise<number> {
  if (folder === CANDIDATE_EXPERIENCE) return fillSource(mysqlUrl, DEMO_ROWS, () => undefined)
  const catalog = await loadCatalog(folder)
  return withConnection(mysqlUrl, (connection) => fillMadeTables(connection, catalog))
}
