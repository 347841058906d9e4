import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { exists } from './cache.ts'
import { ServerStartError, messageOf } from './errors.ts'
import { checkExternalMysql } from './external.ts'
import { prepareServerFolders, serverIdentity, type ServerFolders } from './os-user.ts'
import { untilPreviousStopped } from './previous-server.ts'
import type { Server, ServerOptions, SourceProduct } from './server.ts'
import { noServerError, passedOver, sourceBinaries, type MysqlBinary } from './source-binaries.ts'
import { initialiseData } from './source-data.ts'
import { keptPassword, serverEnvironment, startUntilReady } from './start-until-ready.ts'

/** The default of MySQL 8, so that MariaDB judges values alike. */
const SQL_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'

/** How to start the server that stands for the source. */
export interface SourceServerOptions extends ServerOptions {
  /** Which server; without one a MariaDB, or an installed MySQL where there is no MariaDB. */
  readonly product?: SourceProduct | undefined
  /** Further server variables, with dashes, e.g. `lower-case-table-names`; they win over ours. */
  readonly settings?: Readonly<Record<string, string | number>>
}

/**
 * Starts a MariaDB or a MySQL on 127.0.0.1 with an administrator `root@127.0.0.1`, utf8mb4 and MySQL 8's strict
 * `sql_mode`, or checks the server that `externalUrl` names. Without an installed server, packages are unpacked into
 * the user's cache, which needs the network once.
 * Data that is already in the folder is used again.
 * @throws ServerStartError, ExternalServerError
 */
export async function startSourceServer(options: SourceServerOptions): Promise<Server> {
  if (options.externalUrl) return checkExternalMysql(options.externalUrl)
  await requireTimeZone(options.timeZone)
  const onProgress = options.onProgress ?? (() => {})
  const folders = await prepareServerFolders(options.folder, options.product ?? 'mariadb')
  await untilPreviousStopped(folders.data, join(folders.data, 'server.pid'))
  await emptyFolder(folders.temporary)
  const password = await keptPassword(join(folders.place, 'password'))
  const reasons: string[] = []
  try {
    for await (const binary of sourceBinaries(options.product, onProgress)) {
      try {
        const args = await initialiseData(binary, folders, password, onProgress, fixedAtCreation(options.settings))
        return await start(binary, args, folders, password, options)
      } catch (error) {
        reasons.push(passedOver(binary, error)) // an AppArmor profile can forbid an installed mysqld our folder
      }
    }
  } catch (error) {
    reasons.push(messageOf(error))
  }
  throw noServerError(options.product, reasons)
}

async function start(
  binary: MysqlBinary,
  extra: readonly string[],
  folders: ServerFolders,
  password: string,
  options: SourceServerOptions,
): Promise<Server> {
  const urlAt = (port: number) => `mysql://root:${password}@127.0.0.1:${port}`
  const { port, server } = await startUntilReady({
    product: binary.product,
    variable: 'HOURGLASS_MYSQL_URL',
    specFor: (port) => ({
      command: binary.command[0],
      args: [
        ...binary.command.slice(1),
        '--no-defaults',
        ...binary.args,
        ...settingsFor(binary, folders, options, port),
        ...extra,
      ],
      cwd: folders.data,
      env: serverEnvironment(options.timeZone ?? 'UTC', binary.env),
      identity: serverIdentity(),
      logFile: join(folders.place, 'server.log'),
      stopSignal: 'SIGTERM',
      graceMs: 15_000,
      removeAfter: options.temporary ? folders.all : [],
    }),
    probe: (port) => answer(urlAt(port)),
  })
  return { url: urlAt(port), pid: server.pid, kind: 'embedded', stop: () => server.stop() }
}

/** Settings that fit a laptop or a small CI machine. */
function settingsFor(
  binary: MysqlBinary,
  folders: ServerFolders,
  options: SourceServerOptions,
  port: number,
): readonly string[] {
  const settings: Record<string, string | number> = {
    datadir: folders.data,
    tmpdir: folders.temporary,
    port,
    'bind-address': '127.0.0.1',
    socket: 'server.sock', // relative to the data folder: a socket's whole path may have 107 bytes only
    'pid-file': 'server.pid',
    'skip-name-resolve': 'ON',
    'character-set-server': 'utf8mb4',
    'sql-mode': SQL_MODE,
    'max-connections': 200,
    'max-allowed-packet': '64M',
    'local-infile': 'ON',
    'performance-schema': 'OFF',
    'innodb-buffer-pool-size': '256M',
    ...(options.durable ? {} : { 'innodb-flush-log-at-trx-commit': 2, 'innodb-doublewrite': 'OFF' }),
    ...(binary.product === 'MariaDB' ? { 'innodb-log-file-size': '96M' } : { mysqlx: 'OFF', 'disable-log-bin': 'ON' }),
    ...options.settings,
  }
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
}

/** What MySQL fixes when it makes its data folder. */
function fixedAtCreation(settings: SourceServerOptions['settings']): readonly string[] {
  const folding = settings?.['lower-case-table-names']
  return folding === undefined ? [] : [`--lower-case-table-names=${folding}`]
}

/** A killed server leaves its temporary files. */
async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}

/** glibc takes an unknown zone for UTC without a word. */
async function requireTimeZone(zone: string | undefined): Promise<void> {
  if (zone === undefined || !zone.includes('/') || (await exists(`/usr/share/zoneinfo/${zone}`))) return
  throw new ServerStartError(
    `time zone ${zone} is not in /usr/share/zoneinfo: install tzdata, or give a POSIX zone such as JST-9`,
  )
}

async function answer(url: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: 2000 })
  try {
    await connection.query('select 1')
  } finally {
    connection.destroy()
  }
}
