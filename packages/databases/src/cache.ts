import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './errors.ts'
import { cacheRoot } from './os-user.ts'

const ABANDONED_MS = 60 * 60 * 1000

/**
 * Returns the folder `key` of the per-user cache, filling it first when it is absent. `fill` works in a folder of its
 * own that is renamed into place, so two processes may do this at once and a killed one leaves nothing half made.
 */
export async function cached(
  key: string,
  fill: (folder: string) => Promise<void>,
  root: string = cacheRoot(),
): Promise<string> {
  const place = join(root, key)
  if (await exists(place)) return place
  await mkdir(root, { recursive: true, mode: 0o755 })
  await dropAbandoned(root)
  const making = await mkdtemp(join(root, `.${key}-`))
  try {
    await fill(making)
    await openToRead(making)
    await rename(making, place)
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error
  }
  return place
}

/** Whether something is at `path`. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** Root fills the cache under any umask, and another user runs what is in it. */
async function openToRead(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const { mode } = await stat(path)
    const wanted = entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644
    if ((mode & 0o777) !== wanted) await chmod(path, wanted)
  }
}

/** By ctime: unpacking an archive sets the modification time of the folder to the archive's. */
async function dropAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith('.')) continue
    const found = await stat(join(root, name)).catch(() => undefined)
    if (found && Date.now() - found.ctimeMs > ABANDONED_MS) {
      await rm(join(root, name), { recursive: true, force: true })
    }
  }
}
