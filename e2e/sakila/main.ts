import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadCatalog } from '@hourglass/catalog-tools/load-catalog'
import { newTableCommand } from '@hourglass/cli/commands/new-table'
import { runCommand } from '@hourglass/cli/commands/run'
import { createPostgresLoader } from '@hourglass/local/database-users'
import { startLocal } from '@hourglass/local/start-local'
import { createOutput } from '@hourglass/cli/output'
import { compareAll } from '@hourglass/verify/compare-all'
import { startSourceServer } from '@hourglass/databases/source-server'
import { createOwnedDatabase } from '@hourglass/databases/owned-database'
import { startPostgres } from '@hourglass/databases/postgres'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { loadDump } from './load-dump.ts'

/*
 * A real database, scaffolded without a manual edit and moved whole:
 *
 *   pnpm e2e:sakila --dump <folder with sakila-schema.sql and sakila-data.sql.gz> --tables 16 --rows 47273
 *
 * Starts servers of its own, loads the dump, writes a catalog with `new-table --all`, runs the hourly job with it and
 * reads every value back through both drivers. Exits with 1 unless tables, rows and every value are as expected.
 */
const { values } = parseArgs({
  options: { dump: { type: 'string' }, tables: { type: 'string' }, rows: { type: 'string' } },
})
const { dump, tables: expectedTables, rows: expectedRows } = values
if (dump === undefined || expectedTables === undefined || expectedRows === undefined) {
  process.stderr.write('usage: pnpm e2e:sakila --dump <folder> --tables <count> --rows <count>\n')
  process.exit(2)
}

const output = createOutput(false)
const folder = await mkdtemp(path.join(tmpdir(), 'hourglass-sakila-'))
const catalogFolder = path.join(folder, 'catalog')
const servers = { folder, temporary: true, durable: false, onProgress: (line: string) => output.note(line) }
const mysql = await startSourceServer(servers)
const postgres = await startPostgres(servers)
try {
  for (const file of (await readdir(dump)).filter((name) => /\.sql(\.gz)?$/.test(name)).sort(schemaFirst)) {
    output.note(`loading ${file}`)
    await loadDump(mysql.url, path.join(dump, file))
  }
  const sourceUrl = await newDatabase(mysql.url)
  await newTableCommand([], { all: true, catalog: catalogFolder, schema: 'sakila', url: sourceUrl }, output)

  const targetUrl = await createOwnedDatabase(postgres.url, 'hourglass_test_sakila')
  const local = await startLocal({
    folder: path.join(folder, 'local'),
    catalog: catalogFolder,
    scheduleEnabled: false,
    onProgress: (line) => output.note(line),
    openDatabases: async () => ({
      source: { server: mysql, adminUrl: sourceUrl, workerUrl: sourceUrl },
      target: { server: postgres, adminUrl: targetUrl, workerUrl: await createPostgresLoader(targetUrl) },
      stop: async () => undefined,
    }),
  })
  try {
    const exitCode = await runCommand({ env: 'local', wait: true }, output)
    const comparisons = await compareAll(local, await loadCatalog(catalogFolder))
    const rows = comparisons.reduce((sum, each) => sum + each.targetRows, 0)
    const differing = comparisons.filter((each) => each.differing > 0)
    for (const each of comparisons) {
      output.line(
        `${each.differing === 0 ? '=' : '≠'} ${each.table}  ${each.targetRows} rows  ${each.columns.join(', ')}`,
      )
    }
    const asExpected =
      exitCode === 0 &&
      differing.length === 0 &&
      comparisons.length === Number(expectedTables) &&
      rows === Number(expectedRows)
    output.line(
      `${asExpected ? 'equal' : 'NOT EQUAL'}: ${comparisons.length} tables (expected ${expectedTables}), ${rows} rows (expected ${expectedRows}), ${differing.length} tables differ`,
    )
    process.exitCode = asExpected ? 0 : 1
  } finally {
    await local.stop()
  }
} finally {
  await Promise.all([mysql.stop(), postgres.stop()])
  await rm(folder, { recursive: true, force: true })
}

function schemaFirst(a: string, b: string): number {
  return Number(b.includes('schema')) - Number(a.includes('schema')) || a.localeCompare(b)
}

/** URL of the one database that the dump made. */
async function newDatabase(serverUrl: string): Promise<string> {
  const connection = await createConnection(serverUrl)
  try {
    const [found] = await connection.query<RowDataPacket[]>(
      `SELECT schema_name AS name FROM information_schema.schemata
       WHERE schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`,
    )
    if (found.length !== 1) throw new Error(`the dump should make one database, it made ${found.length}`)
    const url = new URL(serverUrl)
    url.pathname = `/${String(found[0]?.['name'])}`
    return url.toString()
  } finally {
    await connection.end()
  }
}
