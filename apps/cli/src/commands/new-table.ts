import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { catalogFile, DEFAULT_CATALOG_FOLDER } from '@hourglass/catalog-tools/catalog-plugin'
import { isSample, removeSample } from '@hourglass/catalog-tools/sample'
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
  const added = await addTables(folder, names, options)
  output.result(added, () =>
    [
      ...(added.sampleRemoved ? [`${pc.dim('-')} the sample, which nobody has edited, gave way`] : []),
      ...addedLines(added),
      '',
      `next: read them, then ${next(folder)}`,
    ].join('\n'),
  )
  return EXIT.ok
}

/** What was written into a catalog folder, and what was not. */
export interface AddedTables {
  readonly written: readonly { readonly source: string; readonly target: string; readonly file: string }[]
  /** Why tables have no file: one sentence each. Only with `all`: a table that was asked for by name is an error. */
  readonly leftOut: readonly string[]
  /** Files that were there already, and stay as they are. Only with `all`. */
  readonly kept: readonly string[]
  /** What a person should look at. */
  readonly notes: readonly string[]
  /** Whether the folder held the untouched sample, which is gone now. */
  readonly sampleRemoved: boolean
}

/**
 * Writes the tables' files and brings `catalog.ts` up to date. The untouched sample gives way.
 *
 * @throws OperatorError when a table that was named cannot be written; nothing was written then
 */
export async function addTables(
  folder: string,
  names: readonly string[],
  options: NewTableOptions,
): Promise<AddedTables> {
  const tables = await readTables(names, options)
  const { files, problems, notes } = scaffold(tables, options.schema)
  const sample = await isSample(folder)
  const existing = sample ? [] : files.filter(({ file }) => existsSync(path.join(folder, file)))
  if (options.all !== true) {
    const refused = [
      ...problems,
      ...existing.map(({ file }) => `${path.join(folder, file)} exists already; delete it first to write it anew`),
    ]
    if (refused.length > 0)
      throw new OperatorError(`nothing was written:\n${refused.map((line) => `  - ${line}`).join('\n')}`)
  }
  const fresh = files.filter((file) => !existing.includes(file))
  await removeSample(folder)
  await mkdir(path.join(folder, 'tables'), { recursive: true })
  for (const { file, text } of fresh) await writeFile(path.join(folder, file), text)
  await writeFile(catalogFile(folder), renderCatalog(await tableFiles(folder)))
  if (folder !== DEFAULT_CATALOG_FOLDER) await writeTsconfig(folder)
  return {
    written: fresh.map(({ source, target, file }) => ({ source, target, file: path.join(folder, file) })),
    leftOut: problems,
    kept: existing.map(({ file }) => path.join(folder, file)),
    notes,
    sampleRemoved: sample,
  }
}

/** One line for each file and remark; what is left out comes before what is only worth a look. */
export function addedLines({ written, leftOut, kept, notes }: AddedTables): string[] {
  return [
    ...written.map(({ source, file }) => `${pc.green('+')} ${path.relative('', file)}  ${pc.dim(`from ${source}`)}`),
    ...kept.map((file) => pc.dim(`= ${path.relative('', file)}  was there already and stays as it is`)),
    ...leftOut.map((reason) => `${pc.red('-')} left out: ${reason}`),
    ...notes.map((note) => `${pc.yellow('!')} ${note}`),
    ...(leftOut.length > 0 ? [`${written.length} written, ${leftOut.length} reasons for leaving something out`] : []),
  ]
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
  const caFile = url.searchParams.get('ssl-ca')
  const source = {
    ...(caFile === null ? {} : { ca: [await readFile(caFile, 'utf8')] }),
    host: url.hostname,
    port: Number(url.port || 3306),
    database: decodeURIComponent(url.pathname.slice(1)),
    credentials: { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    tls: isLoopback(url.hostname) ? ('off' as const) : ('verify' as const),
    maxConnections: 1,
    connectTimeoutMs: 10_000,
  }
  const found = await introspect(source, options.all === true ? undefined : names)
  const missing = names.filter(
    (name) => !found.some((table) => table.name === name || table.name === name.toLowerCase()),
  )
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
