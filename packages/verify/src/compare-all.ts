import type { Catalog } from '@hourglass/catalog-kit/table'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { type Comparison, compareTable } from './compare-table.ts'

/** The two databases, and what masked columns are keyed with (base64). */
export interface Compared {
  readonly databases: { readonly source: { readonly adminUrl: string }; readonly target: { readonly adminUrl: string } }
  readonly maskKey: string
}

/**
 * Reads every table back from both databases and compares every value; masks are computed again from the key.
 * `onTable` hears of each table before it is read.
 */
export async function compareAll(
  local: Compared,
  catalog: Catalog,
  onTable: (table: string) => void = () => undefined,
): Promise<readonly Comparison[]> {
  const maskKey = Buffer.from(local.maskKey, 'base64')
  const mysql = await createConnection({
    uri: local.databases.source.adminUrl,
    charset: 'utf8mb4',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  })
  const postgres = new Client({ connectionString: local.databases.target.adminUrl, options: '-c TimeZone=UTC' })
  await postgres.connect()
  try {
    await mysql.query("SET time_zone = '+00:00'")
    const comparisons: Comparison[] = []
    for (const table of catalog) {
      onTable(table.target)
      comparisons.push(await compareTable(mysql, postgres, table, maskKey))
    }
    return comparisons
  } finally {
    await Promise.all([mysql.end(), postgres.end()])
  }
}
