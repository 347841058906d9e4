import { startSourceServer } from '@hourglass/databases/source-server'
import { createOwnedDatabase, ensureOwnedDatabase } from '@hourglass/databases/owned-database'
import { startPostgres } from '@hourglass/databases/postgres'
import { ServerStartError } from '@hourglass/databases/errors'
import type { Server, SourceProduct } from '@hourglass/databases/server'
import { settings } from '@hourglass/cloud/settings'
import { createMysqlReader, createPostgresLoader } from './database-users.ts'

/** One database as workers reach it. */
export interface LocalDatabase {
  readonly server: Pick<Server, 'kind' | 'caFile'>
  /** URL with an administrator's rights on the database, for filling and reading it back. */
  readonly adminUrl: string
  /** URL that workers use: least privilege where the server is ours, the given user where it is not. */
  readonly workerUrl: string
  /** True when the database was made now: there is nothing in it. */
  readonly created?: boolean
}

export interface LocalDatabases {
  readonly source: LocalDatabase
  readonly target: LocalDatabase
  stop(): Promise<void>
}

export interface DatabaseOptions {
  /** Where the servers keep their data. */
  readonly folder: string
  /** True: made anew and deleted at the end. False: kept, and used again by the next start. */
  readonly temporary: boolean
  /** Name of the databases when the user's URLs name none: `hourglass_demo...`. */
  readonly name: string
  /** Which server to start as the source; default: a MariaDB, or an installed MySQL where there is no MariaDB. */
  readonly source?: SourceProduct | undefined
  readonly onProgress: (line: string) => void
}

/**
 * Starts MariaDB (or MySQL) and Postgres, or takes those that HOURGLASS_MYSQL_URL and HOURGLASS_POSTGRES_URL name. A URL with a
 * database in it means that database, which is used as it is; without one, a database of ours is made on the server.
 * @throws ServerStartError, ExternalServerError; ServerStartError too when both a URL and a product name the source
 */
export async function startDatabases(options: DatabaseOptions): Promise<LocalDatabases> {
  const started: Server[] = []
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()))
  }
  const server = {
    folder: options.folder,
    temporary: options.temporary,
    durable: false,
    onProgress: options.onProgress,
  }
  const { mysqlUrl, postgresUrl } = settings()
  if (mysqlUrl && options.source !== undefined) {
    throw new ServerStartError(
      `--source ${options.source} starts a server, but HOURGLASS_MYSQL_URL names one to use: leave one of them out`,
    )
  }
  const results = await Promise.allSettled([
    startSourceServer({ ...server, product: options.source, externalUrl: mysqlUrl }),
    startPostgres({ ...server, externalUrl: postgresUrl }),
  ])
  for (const result of results) if (result.status === 'fulfilled') started.push(result.value)
  const [mysql, postgres] = results
  try {
    if (mysql.status === 'rejected') throw mysql.reason
    if (postgres.status === 'rejected') throw postgres.reason
    const source = await openDatabase(mysql.value, options, createMysqlReader)
    const target = await openDatabase(postgres.value, options, createPostgresLoader)
    return { source, target, stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

async function openDatabase(
  server: Server,
  options: DatabaseOptions,
  createUser: (adminUrl: string) => Promise<string>,
): Promise<LocalDatabase> {
  const embedded = server.kind === 'embedded'
  const named = !embedded && new URL(server.url).pathname.length > 1
  if (named) return { server, adminUrl: server.url, workerUrl: server.url, created: false }
  const { url, created } = await ownDatabase(server.url, options)
  return { server, adminUrl: url, workerUrl: embedded ? await createUser(url) : url, created }
}

async function ownDatabase(serverUrl: string, { name, temporary }: DatabaseOptions) {
  if (!temporary) return ensureOwnedDatabase(serverUrl, name)
  return { url: await createOwnedDatabase(serverUrl, name), created: true }
}
