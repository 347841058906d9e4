import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { catalogFile, DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog-tools/catalog-plugin'
import { removeSample } from '@hourglass/catalog-tools/sample'
import { renderCatalog, tableFiles } from '@hourglass/catalog-tools/table-files'
import { isLoopback } from '@hourglass/contracts/loopback'
import { MARKER_TABLE } from '@hourglass/databases/database-admin'
import { introspect } from '@hourglass/mysql-source/introspect'
import { scaffold } from '@hourglass/mysql-source/scaffold'
import pc from 'picocolors'
import { readLocalConnection } from '@hourglass/cloud/local-connection'
import { catalogFolder } from '../catalog-folder.ts'
import { catalogTsconfig } from '../catalog-tsconfig.ts'
import { EXIT } from '../errors.ts'
import { OperatorError } from '@hourglass/cloud/errors'
import type { Output } from '../output.ts'
import { settings } from '@hourglass/cloud/settings'

export interface NewTableOptions {
  readonly all?: boolean
  readonly catalog?: string
  readonly schema: string
  /** MySQL to read, with a database; default: HOURGLASS_MYSQL_URL, else the MySQL of the local cloud that runs. */
  readonly url?: string
}

/** `hourglass new-table`: writes a catalog file for each MySQL table named (or all), and the list that names them. */
export async function newTableCommand(
  names: readonly string[],
  options: NewTableOptions,
  output: Output,
): Promise<number> {
  const folder = catalogFolder(options.catalog)
  const tables = await readTables(names, options)
  const { files, problems, notes } = scaffold(tables, options.schema)
  const existing = files.filter(({ file }) => existsSync(path.join(folder, file)))
  const refused = [
    ...problems,
    ...existing.map(({ file }) => `${path.join(folder, file)} exists already; delete it first to write it anew`),
  ]
  if (refused.length > 0)
    throw new OperatorError(`nothing was written:\n${refused.map((line) => `  - ${line}`).join('\n')}`)

  await removeSample(folder)
  await mkdir(path.join(folder, 'tables'), { recursive: true })
  for (const { file, text } of files) await writeFile(path.join(folder, file), text)
  await writeFile(catalogFile(folder), renderCatalog(await tableFiles(folder)))
  if (folder !== DEFAULT_CATALOG_FOLDER) await writeTsconfig(folder)

  const written = files.map(({ source, target, file }) => ({ source, target, file: path.join(folder, file) }))
  output.result({ written, notes }, () =>
    [
      ...written.map(({ source, file }) => `${pc.green('+')} ${path.relative('', file)}  ${pc.dim(`from ${source}`)}`),
      ...notes.map((note) => `${pc.yellow('!')} ${note}`),
      '',
      `next: read the ${files.length === 1 ? 'file' : 'files'}, then ${next(folder)}`,
    ].join('\n'),
  )
  return EXIT.ok
}

/** Without it neither editor nor compiler know what the files of a catalog elsewhere import. One of the user's stays. */
async function writeTsconfig(folder: string): Promise<void> {
  const file = path.join(folder, 'tsconfig.json')
  if (!existsSync(file)) await writeFile(file, catalogTsconfig())
}

/** Another catalog than the repository's own has to be named to every command. */
function next(folder: string): string {
  const elsewhere = folder === DEFAULT_CATALOG_FOLDER ? '' : `export HOURGLASS_CATALOG=${folder}, `
  return `${elsewhere}${pc.cyan('pnpm golden')} and ${pc.cyan('pnpm hourglass plan')}`
}

async function readTables(names: readonly string[], options: NewTableOptions) {
  const url = sourceUrl(options.url ?? settings().mysqlUrl ?? (await readLocalConnection())?.mysqlUrl)
  if (names.length === 0 && options.all !== true) {
    throw new OperatorError('name the MySQL tables, e.g. pnpm hourglass new-table orders, or give --all')
  }
  const source = {
    host: url.hostname,
    port: Number(url.port || 3306),
    database: decodeURIComponent(url.pathname.slice(1)),
    credentials: { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    tls: isLoopback(url.hostname) ? ('off' as const) : ('verify' as const),
    maxConnections: 1,
    connectTimeoutMs: 10_000,
  }
  const found = await introspect(source, options.all === true ? undefined : names)
  const missing = names.filter((name) => !found.some((table) => table.name === name))
  if (missing.length > 0) {
    throw new OperatorError(
      `database "${source.database}" has no table ${missing.map((name) => `"${name}"`).join(', ')}`,
    )
  }
  return found.filter((table) => table.name !== MARKER_TABLE)
}

function sourceUrl(given: string | undefined): URL {
  const example = 'e.g. HOURGLASS_MYSQL_URL=mysql://user:password@127.0.0.1:3306/shop'
  if (given === undefined || given === '') {
    throw new OperatorError(
      `HOURGLASS_MYSQL_URL is not set, and no local cloud runs whose MySQL could be read; ${example}`,
    )
  }
  if (!URL.canParse(given)) throw new OperatorError(`HOURGLASS_MYSQL_URL is not a URL; ${example}`)
  const url = new URL(given)
  if (url.protocol !== 'mysql:' || url.pathname.length < 2) {
    throw new OperatorError(`HOURGLASS_MYSQL_URL must be mysql:// and name a database; ${example}`)
  }
  return url
}
