import type { SourceProduct } from '@hourglass/databases/server'

/** Variables in which the test run names its servers for the tests. */
export const TEST_MYSQL_URL = 'HOURGLASS_TEST_MYSQL_URL'
export const TEST_POSTGRES_URL = 'HOURGLASS_TEST_POSTGRES_URL'

/** Which server the tests start as the source: `mariadb` (default) or `mysql`. */
const TEST_SOURCE = 'HOURGLASS_TEST_SOURCE'

/**
 * The product of {@link TEST_SOURCE}; undefined leaves the choice to the machine.
 * @throws Error for another word, so that a typing error does not test the wrong server
 */
export function testSourceProduct(): SourceProduct | undefined {
  const product = process.env[TEST_SOURCE]
  if (product === undefined || product === '') return undefined
  if (product === 'mariadb' || product === 'mysql') return product
  throw new Error(`${TEST_SOURCE} is "${product}": expected mariadb or mysql`)
}

/**
 * Administrator URL of the MariaDB or MySQL of this test run.
 * @throws Error when the run has none, which means that the test is not in the `db` project.
 */
export function testMysqlUrl(): string {
  return required(TEST_MYSQL_URL)
}

/** Administrator URL of the Postgres of this test run; throws as {@link testMysqlUrl} does. */
export function testPostgresUrl(): string {
  return required(TEST_POSTGRES_URL)
}

function required(variable: string): string {
  const url = process.env[variable]
  if (url) return url
  throw new Error(
    `${variable} is not set: name the test file *.mysql.test.ts, *.pg.test.ts, *.s3.test.ts or *.e2e.test.ts, so ` +
      'that it runs in the vitest project "db", which starts the servers',
  )
}
