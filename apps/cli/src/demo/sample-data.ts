import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { loadCatalog } from '@hourglass/catalog-tools/load-catalog'
import { createOwnedDatabase } from '@hourglass/databases/owned-database'
import type { LocalDatabase } from '@hourglass/local/databases'
import { fillMadeTables } from '@hourglass/sample-data/made-tables'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { fillSource, withConnection } from './source-data.ts'

/** Rows of the demo's tables, all together: enough to look at, filled within seconds. */
const DEMO_ROWS = 10_000

/** What was made in MySQL. */
export interface Filled {
  readonly tables: number
  readonly rows: number
}

const NOTHING: Filled = { tables: 0, rows: 0 }

/**
 * Fills a MySQL of ours for a catalog: the demo's with the demo's data, another with rows made from its kinds. Tables
 * that are there stay as they are, so a catalog that has grown, or another one, gets what it lacks. A filling that was
 * cut short is started anew; a file beside the data says that one was completed.
 *
 * @returns nothing when all tables were there already, or the database is not ours
 */
export async function fillWithSample(source: LocalDatabase, folder: string, catalogFolder: string): Promise<Filled> {
  if (source.server.kind !== 'embedded') return NOTHING
  const done = path.join(folder, 'sample-data')
  const whole = source.created === true || existsSync(done)
  if (!whole) await createOwnedDatabase(source.adminUrl, new URL(source.adminUrl).pathname.slice(1))
  const catalog = await loadCatalog(catalogFolder)
  const filled = await withConnection(source.adminUrl, async (connection) => {
    const missing = await missingTables(connection, catalog)
    if (missing.length === 0) return NOTHING
    const rows =
      catalogFolder === CANDIDATE_EXPERIENCE
        ? await fillSource(source.adminUrl, DEMO_ROWS, () => undefined)
        : await fillMadeTables(connection, missing)
    return { tables: missing.length, rows }
  })
  await writeFile(done, `tables of ${catalogFolder} were filled here; tables of yours beside them are kept\n`)
  return filled
}

async function missingTables(connection: Connection, catalog: Catalog): Promise<Catalog> {
  const [rows] = await connection.query<({ readonly name: string } & RowDataPacket)[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
  )
  const present = new Set(rows.map(({ name }) => name))
  return catalog.filter(({ source }) => !present.has(source))
}
