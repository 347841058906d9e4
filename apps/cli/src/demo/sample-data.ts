import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createOwnedDatabase } from '@hourglass/databases/owned-database'
import { fillSource } from './source-data.ts'
import type { LocalDatabase } from '@hourglass/local/databases'

/** Rows of the sample, all tables together: enough to look at, filled within seconds. */
const SAMPLE_ROWS = 10_000

/**
 * Fills a new MySQL of ours with the demo's tables, so that a first run has something to move. A filling that was cut
 * short is started anew; a file beside the data says that it was completed.
 *
 * @returns rows written; 0 when the data was there already, or the database is not ours
 */
export async function fillWithSample(source: LocalDatabase, folder: string): Promise<number> {
  if (source.server.kind !== 'embedded') return 0
  const done = path.join(folder, 'sample-data')
  if (source.created !== true && existsSync(done)) return 0
  const url = new URL(source.adminUrl)
  if (source.created !== true) await createOwnedDatabase(source.adminUrl, url.pathname.slice(1))
  const rows = await fillSource(source.adminUrl, SAMPLE_ROWS, () => undefined)
  await writeFile(done, 'the demo tables were filled here; tables of yours beside them are kept\n')
  return rows
}
