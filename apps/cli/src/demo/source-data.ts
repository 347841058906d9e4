import { changeDemoData } from '@hourglass/candidate-experience/data/change'
import { generateDemoData } from '@hourglass/candidate-experience/data/generate'
import { type Connection, createConnection } from 'mysql2/promise'

/** Makes the demo's tables and fills them; `onRows` gets the number of rows written so far. Returns the total. */
export async function fillSource(mysqlUrl: string, rows: number, onRows: (done: number) => void): Promise<number> {
  const filled = await withConnection(mysqlUrl, (connection) =>
    generateDemoData({ connection, rows, onProgress: ({ written }) => onRows(written) }),
  )
  return Object.values(filled).reduce((sum, count) => sum + count, 0)
}

/** An hour of work at the source. */
export async function changeSource(mysqlUrl: string): Promise<void> {
  await withConnection(mysqlUrl, (connection) => changeDemoData({ connection }))
}

/** Runs `work` on a connection of its own, closed afterwards. */
export async function withConnection<T>(mysqlUrl: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection(mysqlUrl)
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}
