import { createMysqlReader, createPostgresLoader } from '@hourglass/local/database-users'
import { mysqlDatabase, postgresDatabase, type TestDatabase } from '@hourglass/testing/databases'

/** A throwaway source and target with the users that workers have. */
export interface TestDatabases extends AsyncDisposable {
  readonly mysql: TestDatabase
  readonly postgres: TestDatabase
  /** URL of the source for workers: it may read, and see transactions. */
  readonly readerUrl: string
  /** URL of the target for workers: it may make schemas in this database. */
  readonly loaderUrl: string
}

export async function testDatabases(): Promise<TestDatabases> {
  const mysql = await mysqlDatabase()
  const postgres = await postgresDatabase()
  const dispose = async () => {
    await mysql[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  }
  try {
    return {
      mysql,
      postgres,
      readerUrl: await createMysqlReader(mysql.url, `reader_${mysql.name.slice(-12)}`),
      loaderUrl: await createPostgresLoader(postgres.url, `loader_${postgres.name.slice(-12)}`),
      [Symbol.asyncDispose]: dispose,
    }
  } catch (thrown) {
    await dispose()
    throw thrown
  }
}
