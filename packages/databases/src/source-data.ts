import { chown, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { exists } from './cache.ts'
import { ServerStartError } from './errors.ts'
import type { MysqlBinary } from './source-binaries.ts'
import { serverIdentity, type ServerFolders } from './os-user.ts'
import { serverEnvironment } from './start-until-ready.ts'

const MARKER = '.hourglass-ready'

/**
 * Fills an empty data folder with system tables and one account, `root@127.0.0.1`, with `password`.
 * Data that was completed before is kept; data of an initialisation that was cut short is made again.
 * @param fixed settings that MySQL must already have then
 * @returns arguments that the server must be started with.
 */
export async function initialiseData(
  binary: MysqlBinary,
  folders: ServerFolders,
  password: string,
  onProgress: (line: string) => void,
  fixed: readonly string[] = [],
): Promise<readonly string[]> {
  const marker = join(folders.data, MARKER)
  const initFile = join(folders.place, 'init.sql')
  if (await exists(marker)) {
    const found = (await readFile(marker, 'utf8')).trim()
    if (found === binary.product) return binary.product === 'MySQL' ? [`--init-file=${initFile}`] : []
    throw new ServerStartError(`${folders.data} was written by ${found}, not ${binary.product}: delete that folder`)
  }
  onProgress(`${binary.product}: making a new data folder`)
  for (const name of await readdir(folders.data)) await rm(join(folders.data, name), { recursive: true })
  if (binary.product === 'MySQL') await initialiseMysql(binary, folders, password, initFile, fixed)
  else await bootstrapMariaDb(binary, folders, password)
  await writeFile(marker, binary.product)
  return binary.product === 'MySQL' ? [`--init-file=${initFile}`] : []
}

async function bootstrapMariaDb(binary: MysqlBinary, folders: ServerFolders, password: string): Promise<void> {
  const share = binary.share ?? ''
  const files = await readdir(share)
  const scripts = ['_system_tables.sql', '_performance_tables.sql', '_system_tables_data.sql'].map((suffix) => {
    const name = files.find((file) => file.endsWith(suffix))
    if (name === undefined) throw new ServerStartError(`no *${suffix} in ${share}: reinstall MariaDB`)
    return readFile(join(share, name), 'utf8')
  })
  const sql = [
    'create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=null;',
    ...(await Promise.all(scripts)),
    "delete from mysql.global_priv where user = '' or (user = 'root' and host <> '127.0.0.1');",
    'delete from mysql.db;',
    `flush privileges;\nalter user root@127.0.0.1 identified by '${password}';\n`,
  ].join('\n')
  // On stdin, because other users can read a process's arguments.
  await run(binary, folders, ['--bootstrap', '--innodb-log-file-size=16M'], sql)
}

/** MySQL makes `root@localhost` without password; the init file, run at each start, replaces it. */
async function initialiseMysql(
  binary: MysqlBinary,
  folders: ServerFolders,
  password: string,
  initFile: string,
  fixed: readonly string[],
): Promise<void> {
  await run(binary, folders, ['--initialize-insecure', ...fixed])
  const sql = [
    `create user if not exists root@127.0.0.1 identified by '${password}';`,
    'grant all on *.* to root@127.0.0.1 with grant option;',
    'drop user if exists root@localhost;',
  ]
  await writeFile(initFile, sql.join('\n'), { mode: 0o600 })
  const identity = serverIdentity()
  if (identity) await chown(initFile, identity.uid, identity.gid)
}

async function run(binary: MysqlBinary, folders: ServerFolders, args: readonly string[], input = ''): Promise<void> {
  const where = [`--datadir=${folders.data}`, `--tmpdir=${folders.temporary}`]
  const [command, ...before] = binary.command
  const result = await execa(command, [...before, '--no-defaults', ...binary.args, ...where, ...args], {
    ...serverIdentity(),
    cwd: folders.data,
    env: serverEnvironment('UTC', binary.env),
    extendEnv: false,
    input,
    all: true,
    reject: false,
  })
  if (!result.failed) return
  const log = (result.all || result.shortMessage || '').trimEnd().split('\n').slice(-8).join('\n')
  throw new ServerStartError(`${binary.daemon} ${args[0]} failed in ${folders.data}:\n${log}`)
}
