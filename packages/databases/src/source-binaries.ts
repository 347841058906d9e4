import { readdir, realpath } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'
import { exists } from './cache.ts'
import { unpackServer } from './debian-packages.ts'
import { ServerStartError, messageOf } from './errors.ts'
import { hasDebianTools } from './private-apt.ts'
import type { SourceProduct } from './server.ts'

/** A MySQL-protocol server program on this machine. */
export interface MysqlBinary {
  readonly product: 'MariaDB' | 'MySQL'
  readonly daemon: string
  /** What runs the program, before its own arguments: itself, or the dynamic loader that came with it. */
  readonly command: readonly [string, ...string[]]
  /** Arguments that tell the program where its own files are. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** MariaDB's folder of system table scripts; MySQL makes its tables by itself. */
  readonly share?: string
}

const EXTRA_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin', '/usr/local/bin']

const PRODUCTS = { mariadb: 'MariaDB', mysql: 'MySQL' } as const

/**
 * Server programs to try, best first: one that is installed, then packages unpacked into the cache. Only programs of
 * `product`; without one an installed MySQL will do where there is no MariaDB. It is a generator, so nothing is
 * downloaded while an installed server works.
 * @throws ServerStartError at the end of the list, saying why each one was passed over.
 */
export async function* sourceBinaries(
  product: SourceProduct | undefined,
  onProgress: (line: string) => void,
): AsyncGenerator<MysqlBinary> {
  for (const name of ['mariadbd', 'mysqld']) {
    const daemon = await findOnPath(name)
    const binary = daemon === undefined ? undefined : await installed(daemon)
    if (binary && (product === undefined || binary.product === PRODUCTS[product])) yield binary
  }
  if (await hasDebianTools()) yield await unpacked(product ?? 'mariadb', onProgress)
}

/** The error for a machine that has no usable server program. */
export function noServerError(product: SourceProduct | undefined, reasons: readonly string[]): ServerStartError {
  const sought = product === undefined ? 'MariaDB or MySQL' : PRODUCTS[product]
  const program = { mariadb: 'mariadbd', mysql: 'mysqld of MySQL itself', any: 'mariadbd or mysqld' }[product ?? 'any']
  const tried = reasons.length === 0 ? `There is no ${program} on PATH and no apt-get.` : reasons.join('\n')
  return new ServerStartError(
    `no ${sought} can be started on this machine. ${tried}\n` +
      'Do one of these, then try again:\n' +
      '  - set HOURGLASS_MYSQL_URL=mysql://user:password@host:port/database (MySQL 8.0+ or MariaDB 10.6+)\n' +
      '  - docker compose up --wait   (compose.yaml in this repository), then export the variables it names\n' +
      `  - brew install ${product ?? 'mariadb'}`.padEnd(31) +
      '(macOS)',
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
  if (!/mariadb/i.test(stdout)) return { product: 'MySQL', daemon, command: [daemon], args: [], env: {} }
  const root = dirname(dirname(await realpath(daemon)))
  const share = await shareFolder([join(root, 'share'), '/usr/share'])
  return share === undefined ? undefined : { product: 'MariaDB', daemon, command: [daemon], args: [], env: {}, share }
}

async function unpacked(product: SourceProduct, onProgress: (line: string) => void): Promise<MysqlBinary> {
  const { prefix, libraryPath, loader } = await unpackServer(product, onProgress)
  const usr = join(prefix, 'usr')
  if (product === 'mysql') {
    const daemon = join(usr, 'sbin/mysqld')
    return {
      product: 'MySQL',
      daemon,
      command: loader === undefined ? [daemon] : [loader, '--library-path', libraryPath, daemon],
      args: [
        `--basedir=${usr}`,
        `--plugin-dir=${usr}/lib/mysql/plugin`,
        `--lc-messages-dir=${usr}/share/mysql`,
        '--secure-file-priv=NULL', // the folder that was compiled in does not exist
      ],
      env: {},
    }
  }
  const share = await shareFolder([join(usr, 'share')])
  if (share === undefined) throw new ServerStartError(`no system table scripts below ${usr}/share: delete ${prefix}`)
  const daemon = join(usr, 'sbin/mariadbd')
  return {
    product: 'MariaDB',
    daemon,
    command: [daemon],
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
