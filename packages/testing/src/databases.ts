import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createOwnedDatabase, dropOwnedDatabase, openAdmin } from '@hourglass/databases/owned-database'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { Client } from 'pg'
import { testMysqlUrl, testPostgresUrl } from './server-urls.ts'

/** How long a driver's closed connection may take to disappear from the server. */
const CLOSING_MS = 1000

/** A database of one test's own. Make it with `await using`. */
export interface TestDatabase extends AsyncDisposable {
  /** URL of this database with an administrator's rights. */
  readonly url: string
  readonly name: string
  /**
   * Runs one statement on the test's own connection, opened at first use, and gives its rows; one connection, so a
   * transaction may span calls. Postgres has `$1`, MySQL `?`. Both sessions have time zone UTC.
   * MySQL rows hold dates, DECIMAL and big integers as text.
   */
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

/**
 * A throwaway database on the Postgres of this test run.
 * Disposing drops it, and throws when the test left a connection to it open.
 */
export async function postgresDatabase(): Promise<TestDatabase> {
  const { name, url, drop } = await makeDatabase(testPostgresUrl())
  let client: Client | undefined
  const open = async () => {
    client = new Client({ connectionString: url, options: '-c TimeZone=UTC' })
    await client.connect()
    return client
  }
  return {
    name,
    url,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      const { rows } = await (client ?? (await open())).query<Row>(sql, [...values])
      return rows
    },
    async [Symbol.asyncDispose]() {
      await client?.end()
      await drop()
    },
  }
}

/** A throwaway database on the MariaDB or MySQL of this test run; disposing is as for {@link postgresDatabase}. */
export async function mysqlDatabase(): Promise<TestDatabase> {
  const { name, url, drop } = await makeDatabase(testMysqlUrl())
  let connection: Connection | undefined
  const open = async () => {
    const exact = { supportBigNumbers: true, bigNumberStrings: true, dateStrings: true }
    connection = await createConnection({ uri: url, charset: 'utf8mb4', ...exact })
    await connection.query("set time_zone = '+00:00'")
    return connection
  }
  return {
    name,
    url,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      const [rows] = await (connection ?? (await open())).query<(RowDataPacket & Row)[]>(sql, [...values])
      return Array.isArray(rows) ? rows : [] // a statement without rows answers with its header
    },
    async [Symbol.asyncDispose]() {
      await connection?.end()
      await drop()
    },
  }
}

async function makeDatabase(adminUrl: string) {
  const name = `hourglass_test_${randomBytes(6).toString('hex')}`
  const url = await createOwnedDatabase(adminUrl, name)
  const drop = async () => {
    const open = await openSessions(adminUrl, name)
    await dropOwnedDatabase(adminUrl, name)
    if (open > 0) throw new Error(`the test left ${open} connection(s) to its database ${name} open: close them`)
  }
  return { name, url, drop }
}

async function openSessions(adminUrl: string, name: string): Promise<number> {
  await using admin = await openAdmin(adminUrl)
  const deadline = Date.now() + CLOSING_MS
  for (;;) {
    const open = await admin.sessions(name)
    if (open === 0 || Date.now() > deadline) return open
    await delay(20)
  }
}
