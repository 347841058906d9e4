import { readdir, realpath } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'
import { exists } from './cache.ts'
import { hasDebianTools, unpackMariaDb } from './debian-packages.ts'
import { ServerStartError, messageOf } from './errors.ts'

/** A MySQL-protocol server program on this machine. */
export interface MysqlBinary {
  readonly product: 'MariaDB' | 'MySQL'
  readonly daemon: string
  /** Arguments that tell the program where its own files are. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** MariaDB's folder of system table scripts; MySQL makes its tables by itself. */
  readonly share?: string
}

const EXTRA_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin', '/usr/local/bin']

/**
 * Server programs to try, best first: one that is installed, then the distribution's packages unpacked into the cache.
 * It is a generator, so nothing is downloaded while an installed server works.
 * @throws ServerStartError at the end of the list, saying why each one was passed over.
 */
export async function* mysqlBinaries(onProgress: (line: string) => void): AsyncGenerator<MysqlBinary> {
  for (const name of ['mariadbd', 'mysqld']) {
    const daemon = await findOnPath(name)
    const binary = daemon === undefined ? undefined : await installed(daemon)
    if (binary) yield binary
  }
  if (await hasDebianTools()) yield await unpacked(onProgress)
}

/** The error for a machine that has no usable server program. */
export function noServerError(reasons: readonly string[]): ServerStartError {
  const tried = reasons.length === 0 ? 'There is no mariadbd or mysqld on PATH and no apt-get.' : reasons.join('\n')
  return new ServerStartError(
    `no MariaDB or MySQL can be started on this machine. ${tried}\n` +
      'Do one of these, then try again:\n' +
      '  - set HOURGLASS_MYSQL_URL=mysql://user:password@host:port/database (MySQL 8.0+ or MariaDB 10.6+)\n' +
      '  - docker compose up --wait   (compose.yaml in this repository), then export the variables it names\n' +
      '  - brew install mariadb       (macOS)',
  )
}

async function findOnPath(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...EXTRA_FOLDERS].filter(Boolean)
  for (const folder of folders) if (await exists(join(folder, name))) return join(folder, name)
  return undefined
}

async function installed(daemon: string): Promise<MysqlBinary | undefined> {
  const { stdout, failed } = await execa(daemon, ['--no-defaults', '--version'], { reject: false })
  if (failed) return undefined
  if (!/mariadb/i.test(stdout)) return { product: 'MySQL', daemon, args: [], env: {} }
  const root = dirname(dirname(await realpath(daemon)))
  const share = await shareFolder([join(root, 'share'), '/usr/share'])
  return share === undefined ? undefined : { product: 'MariaDB', daemon, args: [], env: {}, share }
}

async function unpacked(onProgress: (line: string) => void): Promise<MysqlBinary> {
  const { prefix, libraryPath } = await unpackMariaDb(onProgress)
  const usr = join(prefix, 'usr')
  const share = await shareFolder([join(usr, 'share')])
  if (share === undefined) throw new ServerStartError(`no system table scripts below ${usr}/share: delete ${prefix}`)
  return {
    product: 'MariaDB',
    daemon: join(usr, 'sbin/mariadbd'),
    args: [`--basedir=${usr}`, `--lc-messages-dir=${share}`],
    env: { LD_LIBRARY_PATH: libraryPath },
    share,
  }
}

async function shareFolder(roots: readonly string[]): Promise<string | undefined> {
  for (const root of roots) {
    for (const name of ['mysql', 'mariadb', '']) {
      const files = await readdir(join(root, name)).catch(() => [])
      if (files.some((file) => file.endsWith('_system_tables.sql'))) return join(root, name)
    }
  }
  return undefined
}

/** Why a program was passed over, in one line. */
export function passedOver(binary: MysqlBinary, error: unknown): string {
  return `${binary.daemon} was tried and could not be used: ${messageOf(error)}`
}
