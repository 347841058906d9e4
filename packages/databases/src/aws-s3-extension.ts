import { createHash } from 'node:crypto'
import { chmod, chown, copyFile, mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Client } from 'pg'
import type { FetchSettings } from './aws-s3-fetch.ts'
import { cached, exists } from './cache.ts'
import { ServerStartError } from './errors.ts'
import { reachableByOthers, serverIdentity } from './os-user.ts'
import { describeServer } from './server.ts'

/** Which S3 a database reads from. */
export interface AwsS3Options extends FetchSettings {
  /** Superuser URL of one database on a Postgres that {@link startPostgres} started on this machine. */
  readonly url: string
}

/**
 * Gives one local database RDS's `aws_s3.table_import_from_s3` and `aws_commons.create_s3_uri`, reading from the local
 * S3. As on RDS a role needs `usage` on both schemas and `execute` on the functions. Doing it again replaces endpoint
 * and credentials.
 * @throws ServerStartError when the server is not one of ours, since the program it runs must be on its machine.
 */
export async function installAwsS3(options: AwsS3Options): Promise<void> {
  const client = new Client({ connectionString: options.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ data: string; name: string }>(
      "select current_setting('data_directory') as data, current_database() as name",
    )
    const place = dirname(rows[0]?.data ?? '')
    if (!(await exists(join(place, 'password')))) {
      throw new ServerStartError(
        `Postgres at ${describeServer(options.url)} was not started by this program on this machine, so it can't read ` +
          'the local S3 by itself: load through COPY FROM STDIN',
      )
    }
    const folder = await ownedFolder(join(place, 'aws_s3'))
    const program = [
      await runnableNode(),
      await fetchProgram(folder),
      await settingsFile(folder, rows[0]?.name ?? '', options),
    ]
    await client.query('begin')
    await client.query(await readFile(new URL('./sql/aws_s3.sql', import.meta.url), 'utf8'))
    await client.query(
      `insert into aws_s3._settings (program, results) values ($1, $2)
       on conflict (only_row) do update set program = excluded.program, results = excluded.results`,
      [program.map(shellQuote).join(' '), folder],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}

async function ownedFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await giveToServer(folder)
  return folder
}

/** One per database, so that databases of one server may read from different endpoints. Replaced in one step. */
async function settingsFile(folder: string, database: string, options: AwsS3Options): Promise<string> {
  const { endpoint, accessKeyId, secretAccessKey } = options
  const settings: FetchSettings = { endpoint, accessKeyId, secretAccessKey }
  return placeFile(folder, `settings-${hash(database)}.json`, JSON.stringify(settings))
}

/** The program is bundled into one file beside the data, because the server's user may be unable to read this clone. */
async function fetchProgram(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./aws-s3-fetch.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  })
  const text = outputFiles[0]?.text ?? ''
  return placeFile(folder, `fetch-${hash(text)}.mjs`, text)
}

async function placeFile(folder: string, name: string, text: string): Promise<string> {
  const place = join(folder, name)
  const making = join(folder, `.${name}-${process.pid}-${Date.now()}`)
  await writeFile(making, text, { mode: 0o600 })
  await giveToServer(making)
  await rename(making, place)
  return place
}

/** This Node, or a copy in the cache when the server's user can't reach it (nvm in `/root`). */
async function runnableNode(): Promise<string> {
  const node = await realpath(process.execPath)
  if (!serverIdentity() || (await reachableByOthers(dirname(node)))) return node
  const folder = await cached(`node-${process.version}-${process.platform}-${process.arch}`, async (making) => {
    await copyFile(node, join(making, 'node'))
    await chmod(join(making, 'node'), 0o755)
  })
  return join(folder, 'node')
}

async function giveToServer(path: string): Promise<void> {
  const identity = serverIdentity()
  if (identity) await chown(path, identity.uid, identity.gid)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
