import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** User and group id that database processes run with. */
export interface Identity {
  readonly uid: number
  readonly gid: number
}

/**
 * `nobody` when this process is root, else undefined (keep our own user). Postgres refuses to run as root, and
 * uid 65534 needs no `useradd`: a number without a passwd entry is enough.
 */
export function serverIdentity(): Identity | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined
}

/**
 * Per-user cache folder for server binaries (`$XDG_CACHE_HOME/hourglass` on Linux). Root's is `/var/cache/hourglass`,
 * because `/root` is closed to the user that the servers run as.
 */
export function cacheRoot(): string {
  return serverIdentity() ? '/var/cache/hourglass' : envPaths('hourglass', { suffix: '' }).cache
}

/** The private folders of one server. */
export interface ServerFolders {
  /** Ours: log file and password. */
  readonly place: string
  /** The server's own: `<place>/data`. */
  readonly data: string
  /** Its temporary files: `<place>/tmp`. The system's folder is cleaned by others, and shared with other servers. */
  readonly temporary: string
  /** What to delete to leave nothing behind. */
  readonly all: readonly string[]
}

/**
 * Makes `<folder>/<name>` and in it `data` and `tmp`, which belong to the user the server runs as.
 * When that user can't reach `folder` (a clone below `/root`), they go to `/var/lib/hourglass/<hash>` and
 * `<folder>/<name>` becomes a link to it.
 */
export async function prepareServerFolders(folder: string, name: string): Promise<ServerFolders> {
  await mkdir(folder, { recursive: true })
  const identity = serverIdentity()
  const wanted = join(await realpath(folder), name)
  let place = wanted
  if (identity) {
    await chmod(dirname(wanted), 0o711)
    if (!(await reachableByOthers(dirname(wanted)))) place = await relocate(wanted)
  }
  const data = join(place, 'data')
  await mkdir(place, { recursive: true, mode: 0o711 })
  const temporary = join(place, 'tmp')
  for (const own of [data, temporary]) {
    await mkdir(own, { recursive: true, mode: 0o700 })
    if (identity) await chown(own, identity.uid, identity.gid)
  }
  return { place, data, temporary, all: place === wanted ? [place] : [place, wanted] }
}

/** Whether another user may walk through `folder` and everything above it. */
export async function reachableByOthers(folder: string): Promise<boolean> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode } = await stat(path)
    if ((mode & 0o001) === 0) return false
    if (path === dirname(path)) return true
  }
}

async function relocate(wanted: string): Promise<string> {
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 16)
  const place = join('/var/lib/hourglass', key)
  await mkdir('/var/lib/hourglass', { recursive: true, mode: 0o755 })
  const existing = await lstat(wanted).catch(() => undefined)
  if (existing?.isSymbolicLink()) await rm(wanted)
  else if (existing) throw new Error(`${wanted} is in the way: move it, then start again`)
  await symlink(place, wanted)
  return place
}
