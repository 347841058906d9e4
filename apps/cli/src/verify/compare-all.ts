import { createHmac } from 'node:crypto'
import type { Catalog } from '@hourglass/catalog-kit/table'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import type { Local } from '../local/start-local.ts'
import { type Comparison, compareTable, type Expectations } from './compare-table.ts'

/** Reads every table back from both databases and compares every value; masks are computed again from the key. */
export async function compareAll(local: Local, catalog: Catalog): Promise<readonly Comparison[]> {
  const expectations = masks(Buffer.from(local.maskKey, 'base64'))
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
    for (const table of catalog) comparisons.push(await compareTable(mysql, postgres, table, expectations))
    return comparisons
  } finally {
    await Promise.all([mysql.end(), postgres.end()])
  }
}

/** The masks of the repository's catalog, written again from their documentation. */
function masks(key: Buffer): Expectations {
  const hmac = (purpose: string, text: string) => createHmac('sha256', key).update(`${purpose}\0${text}`).digest('hex')
  return {
    keyedHash: (text) => hmac('keyedHash', text),
    maskEmail: (text) => `${hmac('maskEmail', text.trim().toLowerCase()).slice(0, 16)}@masked.invalid`,
    maskName: (text) => `Person ${hmac('maskName', text).slice(0, 12)}`,
    trimWhitespace: (text) => text.replaceAll(/\s+/gu, ' ').trim(),
  }
}
