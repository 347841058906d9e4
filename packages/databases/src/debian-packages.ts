import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from './cache.ts'
import { ServerStartError } from './errors.ts'
import { cacheRoot } from './os-user.ts'
import {
  type Apt,
  lastLines,
  type PackagePlan,
  type PackageSource,
  planPackages,
  privateApt,
  unpackPackages,
} from './private-apt.ts'
import type { SourceProduct } from './server.ts'

const TRIPLETS: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

/** How one product is had as packages. */
interface Recipe {
  readonly product: 'MariaDB' | 'MySQL'
  /** Names of its server package, newest first. */
  readonly cores: readonly string[]
  /** Which of the packages that it needs are unpacked. */
  readonly wanted: (name: string) => boolean
}

const RECIPES: Readonly<Record<SourceProduct, Recipe>> = {
  // Debian and Ubuntu 24.04 have the first name, Ubuntu 22.04 the second.
  mariadb: { product: 'MariaDB', cores: ['mariadb-server-core', 'mariadb-server-core-10.6'], wanted: () => true },
  // Debian unstable and Ubuntu 26.04 have the first name, Ubuntu 22.04 and 24.04 the last. Its maintenance scripts need Perl.
  mysql: {
    product: 'MySQL',
    cores: ['mysql-server-core', 'mysql-server-core-8.4', 'mysql-server-core-8.0'],
    wanted: (name) => /^(lib(?!perl)|zlib1g|mysql-)/.test(name),
  },
}

/** A server unpacked from distribution packages. */
export interface UnpackedServer {
  /** What would be `/`: holds `usr/sbin/mariadbd` or `usr/sbin/mysqld`. */
  readonly prefix: string
  /** Folders of its libraries, separated by colons. */
  readonly libraryPath: string
  /** The dynamic loader that came with it; absent when it runs on the machine's own C library. */
  readonly loader?: string
}

/**
 * Downloads the server packages of a product with apt's own tools and unpacks them into the user's cache: no root,
 * nothing installed, nothing of the system changed. With a filled cache it works offline.
 *
 * MariaDB comes from the machine's own sources and uses its libraries. MySQL comes from Ubuntu's archive on Ubuntu and
 * from Debian unstable elsewhere, because no Debian release has it; it brings all its libraries and their loader, so
 * that it runs beside an older system.
 *
 * @throws ServerStartError when apt can't reach its mirrors or has no such package.
 */
export async function unpackServer(
  product: SourceProduct,
  onProgress: (line: string) => void,
): Promise<UnpackedServer> {
  const { id, version } = await distribution()
  const suffix = `${id}${version}-${process.arch}`
  const source: PackageSource =
    product === 'mariadb' ? 'machine' : id === 'ubuntu' ? 'machine, closed' : 'unstable, closed'
  const prefix = (await newestCached(product, suffix)) ?? (await download(product, source, suffix, onProgress))
  const triplet = TRIPLETS[process.arch] ?? process.arch
  const folders = [`usr/lib/${triplet}`, `lib/${triplet}`].map((lib) => join(prefix, lib))
  const unpacked = { prefix, libraryPath: folders.join(':') }
  return source === 'machine' ? unpacked : { ...unpacked, loader: await loaderIn(folders) }
}

async function loaderIn(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const name = (await readdir(folder).catch(() => [])).find((file) => /^ld-linux-.*\.so\.\d+$/.test(file))
    if (name !== undefined) return join(folder, name)
  }
  throw new ServerStartError(`no dynamic loader in ${folders.join(' or ')}: delete these folders and try again`)
}

/** A library of another release may be missing its own libraries, so the release is part of the key. */
async function distribution(): Promise<{ readonly id: string; readonly version: string }> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? 'unknown'
  return { id: field('ID'), version: field('VERSION_ID') }
}

async function newestCached(product: SourceProduct, suffix: string): Promise<string | undefined> {
  const names = (await readdir(cacheRoot()).catch(() => [])).filter(
    (name) => name.startsWith(`${product}-`) && name.endsWith(`-${suffix}`),
  )
  const places = await Promise.all(
    names.map(async (name) => ({ path: join(cacheRoot(), name), at: (await stat(join(cacheRoot(), name))).ctimeMs })),
  )
  return places.sort((a, b) => b.at - a.at)[0]?.path
}

async function download(
  product: SourceProduct,
  source: PackageSource,
  suffix: string,
  onProgress: (line: string) => void,
): Promise<string> {
  const recipe = RECIPES[product]
  const work = await mkdtemp(join(tmpdir(), 'hourglass-apt-'))
  try {
    const apt = await privateApt(work, source)
    onProgress(`${recipe.product}: not installed here; asking apt for its packages (no root, nothing gets installed)`)
    const updated = await apt(['update'])
    const { packages, version } = await neededPackages(apt, recipe, updated.all)
    return await cached(`${product}-${fileSafe(version)}-${suffix}`, (folder) =>
      unpackPackages(apt, packages, join(work, 'archives'), folder, (count, bytes) =>
        onProgress(
          `${recipe.product}: unpacking ${count} packages, ${(bytes / 1e6).toFixed(1)} MB, into the cache (once)`,
        ),
      ),
    )
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The server package and those that it needs. */
async function neededPackages(apt: Apt, { product, cores, wanted }: Recipe, updateLog: string): Promise<PackagePlan> {
  for (const core of cores) {
    const plan = await planPackages(apt, core)
    if (plan !== undefined) return { ...plan, packages: plan.packages.filter(wanted) }
  }
  throw new ServerStartError(
    `apt offers no ${product} server package. Is this machine offline, or a package mirror unreachable? ` +
      'Either mend that, or set HOURGLASS_MYSQL_URL to a MySQL 8.0+ or MariaDB 10.6+ ' +
      `(compose.yaml starts one). apt-get update said:\n${lastLines(updateLog)}`,
  )
}

function fileSafe(version: string): string {
  return version.replace(/^\d+:/, '').replace(/[^\w.+~-]/g, '_')
}
