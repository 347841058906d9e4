import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { cached, exists } from './cache.ts'
import { ServerStartError } from './errors.ts'
import { cacheRoot } from './os-user.ts'

/** Debian and Ubuntu 24.04 have the first name, Ubuntu 22.04 the second. */
const CORE_PACKAGES = ['mariadb-server-core', 'mariadb-server-core-10.6']
const TRIPLETS: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

/** A MariaDB unpacked from distribution packages. */
export interface UnpackedMariaDb {
  /** What would be `/`: holds `usr/sbin/mariadbd`. */
  readonly prefix: string
  /** `LD_LIBRARY_PATH` for its programs. */
  readonly libraryPath: string
}

/** Whether this machine can unpack Debian packages. */
export async function hasDebianTools(): Promise<boolean> {
  return process.platform === 'linux' && (await exists('/usr/bin/apt-get')) && (await exists('/usr/bin/dpkg-deb'))
}

/**
 * Downloads the distribution's MariaDB server packages with apt's own tools and unpacks them into the user's cache:
 * no root, nothing installed, nothing of the system changed. With a filled cache it works offline.
 * @throws ServerStartError when apt can't reach its mirrors or has no such package.
 */
export async function unpackMariaDb(onProgress: (line: string) => void): Promise<UnpackedMariaDb> {
  const suffix = `${await distribution()}-${process.arch}`
  const prefix = (await newestCached(suffix)) ?? (await download(suffix, onProgress))
  const triplet = TRIPLETS[process.arch] ?? process.arch
  return { prefix, libraryPath: [`usr/lib/${triplet}`, `lib/${triplet}`].map((lib) => join(prefix, lib)).join(':') }
}

/** A library of another release may be missing its own libraries, so the release is part of the key. */
async function distribution(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1] ?? 'unknown'
  return `${field('ID')}${field('VERSION_ID')}`
}

async function newestCached(suffix: string): Promise<string | undefined> {
  const names = (await readdir(cacheRoot()).catch(() => [])).filter(
    (name) => name.startsWith('mariadb-') && name.endsWith(`-${suffix}`),
  )
  const places = await Promise.all(
    names.map(async (name) => ({ path: join(cacheRoot(), name), at: (await stat(join(cacheRoot(), name))).ctimeMs })),
  )
  return places.sort((a, b) => b.at - a.at)[0]?.path
}

async function download(suffix: string, onProgress: (line: string) => void): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'hourglass-apt-'))
  try {
    const apt = await privateApt(work)
    onProgress('MariaDB: not installed here; asking apt for its packages (no root, nothing gets installed)')
    const updated = await apt(['update'])
    const { packages, version } = await neededPackages(apt, updated.all)
    return await cached(`mariadb-${version}-${suffix}`, (folder) => unpack(apt, packages, work, folder, onProgress))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

type Apt = (args: readonly string[], cwd?: string) => Promise<{ failed: boolean; all: string }>

/** apt-get with lists and caches of its own below `work`, so that it needs neither root nor the system's lists. */
async function privateApt(work: string): Promise<Apt> {
  await mkdir(join(work, 'lists/partial'), { recursive: true })
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true })
  const options = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::archives': join(work, 'cache/archives'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '', // apt's own user can't write below `work`
  }
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return async (args, cwd = work) => {
    const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
    const result = await execa('apt-get', [...flags, ...args], { cwd, env, all: true, reject: false })
    return { failed: result.failed, all: result.all || result.shortMessage || '' }
  }
}

/** The server package and those of its dependencies that this machine lacks. */
async function neededPackages(apt: Apt, updateLog: string): Promise<{ packages: string[]; version: string }> {
  for (const core of CORE_PACKAGES) {
    const plan = await apt(['-s', '--no-install-recommends', 'install', core])
    const lines = [...plan.all.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+)/gm)]
    const version = lines.find(([, name]) => name?.split(':')[0] === core)?.[2]
    if (plan.failed || version === undefined) continue
    return { packages: lines.map(([, name = '', wanted = '']) => `${name}=${wanted}`), version: fileSafe(version) }
  }
  throw new ServerStartError(
    'apt offers no MariaDB server package. Is this machine offline, or a package mirror unreachable? ' +
      'Either mend that, or set HOURGLASS_MYSQL_URL to a MySQL 8.0+ or MariaDB 10.6+ ' +
      `(compose.yaml starts one). apt-get update said:\n${lastLines(updateLog)}`,
  )
}

async function unpack(
  apt: Apt,
  packages: readonly string[],
  work: string,
  folder: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const archives = join(work, 'archives')
  await mkdir(archives)
  const { failed, all } = await apt(['download', ...packages], archives)
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb'))
  if (failed || files.length === 0) throw new ServerStartError(`apt-get download failed:\n${lastLines(all)}`)
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(archives, name))).size))
  const megabytes = (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1)
  onProgress(`MariaDB: unpacking ${files.length} packages, ${megabytes} MB, into the cache (once)`)
  for (const file of files) await execa('dpkg-deb', ['-x', join(archives, file), folder])
}

function fileSafe(version: string): string {
  return version.replace(/^\d+:/, '').replace(/[^\w.+~-]/g, '_')
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-6).join('\n')
}
