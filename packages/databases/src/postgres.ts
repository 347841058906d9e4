import { mkdtemp, rm, statfs, writeFile, chown, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { Client } from 'pg'
import { exists } from './cache.ts'
import { ServerStartError } from './errors.ts'
import { checkExternalPostgres } from './external.ts'
import { prepareServerFolders, serverIdentity, type ServerFolders } from './os-user.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { untilPreviousStopped } from './previous-server.ts'
import type { Server, ServerOptions } from './server.ts'
import { keptPassword, serverEnvironment, startUntilReady } from './start-until-ready.ts'

const MAJOR = '17'
const MIN_SHM_BYTES = 256 * 1024 * 1024

/**
 * Starts Postgres 17 on 127.0.0.1 with a database `postgres`, a superuser `postgres` and scram passwords, or checks
 * the server that `externalUrl` names. The encoding is UTF8 and text sorts by code point (`C.UTF-8`).
 * Data that is already in the folder is used again.
 * @throws ServerStartError, ExternalServerError
 */
export async function startPostgres(options: ServerOptions): Promise<Server> {
  if (options.externalUrl) return checkExternalPostgres(options.externalUrl)
  const onProgress = options.onProgress ?? (() => {})
  const binaries = await postgresBinaries(onProgress)
  const folders = await prepareServerFolders(options.folder, 'postgres')
  await untilPreviousStopped(folders.data, join(folders.data, 'postmaster.pid'))
  const password = await keptPassword(join(folders.place, 'password'))
  await initialise(binaries, folders, password, onProgress)
  const settings = await settingsFor(options)
  const urlAt = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const { port, server } = await startUntilReady({
    product: 'Postgres',
    variable: 'HOURGLASS_POSTGRES_URL',
    specFor: (port) => ({
      command: join(binaries, 'bin/postgres'),
      args: ['-D', folders.data, ...Object.entries({ ...settings, port }).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      cwd: folders.data,
      env: serverEnvironment('UTC'),
      identity: serverIdentity(),
      logFile: join(folders.place, 'server.log'),
      stopSignal: 'SIGINT', // "fast" shutdown: open sessions are ended
      graceMs: 10_000,
      removeAfter: options.temporary ? folders.all : [],
    }),
    probe: (port) => answer(urlAt(port)),
  })
  return { url: urlAt(port), pid: server.pid, kind: 'embedded', stop: () => server.stop() }
}

async function initialise(
  binaries: string,
  { place, data }: ServerFolders,
  password: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const versionFile = join(data, 'PG_VERSION')
  if (await exists(versionFile)) {
    const found = (await readFile(versionFile, 'utf8')).trim()
    if (found === MAJOR) return
    throw new ServerStartError(`${data} was written by Postgres ${found}, this is ${MAJOR}: delete that folder`)
  }
  onProgress('Postgres: making a new data folder')
  const identity = serverIdentity()
  const secrets = await mkdtemp(join(place, 'init-'))
  const passwordFile = join(secrets, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (identity) for (const path of [secrets, passwordFile]) await chown(path, identity.uid, identity.gid)
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const result = await execa(join(binaries, 'bin/initdb'), ['-D', data, '--no-sync', ...locale, ...access], {
    ...identity,
    cwd: data,
    env: serverEnvironment('UTC'),
    extendEnv: false,
    all: true,
    reject: false,
  })
  await rm(secrets, { recursive: true })
  if (result.failed) throw new ServerStartError(`initdb failed in ${data}:\n${result.all || result.shortMessage}`)
}

/** Settings that fit a laptop or a small CI machine. */
async function settingsFor(options: ServerOptions): Promise<Record<string, string | number>> {
  const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  return {
    listen_addresses: '127.0.0.1', // "localhost" fails without a line for it in /etc/hosts
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    TimeZone: options.timeZone ?? 'UTC',
    log_timezone: 'UTC',
    dynamic_shared_memory_type: await sharedMemoryKind(),
    ...(options.durable ? {} : careless),
  }
}

/** Containers often have 64 MB of /dev/shm, too little for a parallel hash join: then use files. */
async function sharedMemoryKind(): Promise<string> {
  const shm = await statfs('/dev/shm').catch(() => undefined)
  return process.platform === 'linux' && (shm?.bsize ?? 0) * (shm?.bavail ?? 0) < MIN_SHM_BYTES ? 'mmap' : 'posix'
}

async function answer(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {}) // a connection lost while starting is reported by the query
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => {})
  }
}
