import { chmod, lstat, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { prepareServerFolders, reachableByOthers, serverIdentity } from './os-user.ts'

async function folderOfMode(mode: number): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), 'hourglass-user-'))
  onTestFinished(() => rm(outer, { recursive: true, force: true }))
  const inner = join(outer, 'inner folder')
  await mkdir(inner)
  await chmod(outer, mode)
  return inner
}

test('a closed folder anywhere above closes what is below', async () => {
  expect(await reachableByOthers(await folderOfMode(0o700))).toBe(false)
  expect(await reachableByOthers(await folderOfMode(0o711))).toBe(true)
})

test('the folders for data and temporary files belong to the user the server runs as', async () => {
  const { place, data, temporary, all } = await prepareServerFolders(await folderOfMode(0o711), 'postgres')
  expect(all).toEqual([place])
  for (const own of [data, temporary]) {
    expect((await stat(own)).uid).toBe(serverIdentity()?.uid ?? process.getuid?.())
    expect((await stat(own)).mode & 0o777).toBe(0o700)
  }
})

test('root moves the data out of a folder that the server can not reach; others keep it there', async () => {
  const folder = await folderOfMode(0o700)
  const { place, data, temporary, all } = await prepareServerFolders(folder, 'postgres')
  onTestFinished(async () => {
    for (const path of all) await rm(path, { recursive: true, force: true })
  })
  const link = join(await realpath(folder), 'postgres')
  const moved = serverIdentity() !== undefined
  expect((await lstat(link)).isSymbolicLink()).toBe(moved)
  expect(await realpath(link)).toBe(place)
  expect(moved ? await reachableByOthers(dirname(data)) : place === link).toBe(true)
  expect(all).toContain(link)
  expect(await prepareServerFolders(folder, 'postgres')).toEqual({ place, data, temporary, all })
})
