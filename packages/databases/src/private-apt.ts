import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { exists } from './cache.ts'
import { ServerStartError } from './errors.ts'

/** Where packages come from, and what counts as installed. */
export type PackageSource =
  /** The machine's own sources; what is installed here is not downloaded again. */
  | 'machine'
  /** The machine's own sources, with nothing counted as installed: a closed set that brings its own C library. */
  | 'machine, closed'
  /** Debian unstable, with nothing counted as installed. */
  | 'unstable, closed'

/** Runs apt-get with these arguments, in `cwd`. */
export type Apt = (args: readonly string[], cwd?: string) => Promise<{ readonly failed: boolean; readonly all: string }>

const KEYRINGS = ['pgp', 'gpg'].map((ending) => `/usr/share/keyrings/debian-archive-keyring.${ending}`)

/** Whether this machine can download and unpack Debian packages. */
export async function hasDebianTools(): Promise<boolean> {
  return process.platform === 'linux' && (await exists('/usr/bin/apt-get')) && (await exists('/usr/bin/dpkg-deb'))
}

/** apt-get with lists and caches of its own below `work`, so that it needs neither root nor the system's lists. */
export async function privateApt(work: string, source: PackageSource): Promise<Apt> {
  await mkdir(join(work, 'lists/partial'), { recursive: true })
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true })
  const options: Record<string, string> = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::archives': join(work, 'cache/archives'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '', // apt's own user can't write below `work`
  }
  if (source !== 'machine') {
    options['Dir::State::status'] = join(work, 'nothing-installed')
    await writeFile(join(work, 'nothing-installed'), '')
  }
  if (source === 'unstable, closed') {
    options['Dir::Etc::sourcelist'] = join(work, 'sources.list')
    options['Dir::Etc::sourceparts'] = '-'
    await writeFile(join(work, 'sources.list'), await unstable())
  }
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return async (args, cwd = work) => {
    const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
    const result = await execa('apt-get', [...flags, ...args], { cwd, env, all: true, reject: false })
    return { failed: result.failed, all: result.all || result.shortMessage || '' }
  }
}

/** Debian unstable on the mirror that the machine uses already. */
async function unstable(): Promise<string> {
  const { stdout } = await execa('apt-get', ['indextargets', '--format', '$(REPO_URI)'], { reject: false })
  const mirror = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri)) ?? 'http://deb.debian.org/debian'
  const found = await Promise.all(KEYRINGS.map(async (keyring) => ((await exists(keyring)) ? keyring : undefined)))
  const keyring = found.find((each) => each !== undefined)
  return `deb ${keyring === undefined ? '' : `[signed-by=${keyring}] `}${mirror} sid main\n`
}

/** A package and what it needs, each as `name=version`, and the version of the package itself. */
export interface PackagePlan {
  readonly packages: readonly string[]
  readonly version: string
}

/** What installing `core` would install now; undefined when apt has no such package. */
export async function planPackages(apt: Apt, core: string): Promise<PackagePlan | undefined> {
  const plan = await apt(['-s', '--no-install-recommends', 'install', core])
  const lines = [...plan.all.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+)/gm)]
  const version = lines.find(([, name]) => name?.split(':')[0] === core)?.[2]
  if (plan.failed || version === undefined) return undefined
  return { packages: lines.map(([, name = '', wanted = '']) => `${name}=${wanted}`), version }
}

/**
 * Downloads packages into `archives`, in one call, and unpacks them into `folder`.
 * @throws ServerStartError when a download fails
 */
export async function unpackPackages(
  apt: Apt,
  packages: readonly string[],
  archives: string,
  folder: string,
  onDownloaded: (count: number, bytes: number) => void,
): Promise<void> {
  await mkdir(archives)
  const { failed, all } = await apt(['download', ...packages], archives)
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb'))
  if (failed || files.length === 0) throw new ServerStartError(`apt-get download failed:\n${lastLines(all)}`)
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(archives, name))).size))
  onDownloaded(
    files.length,
    sizes.reduce((sum, size) => sum + size, 0),
  )
  for (const file of files) await execa('dpkg-deb', ['-x', join(archives, file), folder])
}

export function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-6).join('\n')
}
