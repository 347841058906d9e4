import { generateDemoData } from '@hourglass/catalog/demo/generate'
import type { TestDatabase } from '@hourglass/testing/databases'
import { createConnection } from 'mysql2/promise'

/** Fills a throwaway MySQL database with the demo's tables. */
export async function fillDemo(mysql: TestDatabase, rows: number): Promise<void> {
  const connection = await createConnection(mysql.url)
  try {
    await generateDemoData({ connection, rows })
  } finally {
    await connection.end()
  }
}
