import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cached } from './cache.ts'

async function emptyRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'hourglass cache '))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return root
}

test('fills a folder once and opens it to other users', async () => {
  const root = await emptyRoot()
  let fills = 0
  const fill = async (folder: string) => {
    fills++
    await mkdir(join(folder, 'bin'), { mode: 0o700 })
    await writeFile(join(folder, 'bin/run'), '#!/bin/sh', { mode: 0o700 })
    await writeFile(join(folder, 'data'), 'x', { mode: 0o600 })
  }
  const place = await cached('thing-1', fill, root)
  expect(await cached('thing-1', fill, root)).toBe(place)
  expect(fills).toBe(1)
  const modes = await Promise.all(['.', 'bin', 'bin/run', 'data'].map((name) => stat(join(place, name))))
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['755', '755', '755', '644'])
})

test('two fillers at once both get one whole folder', async () => {
  const root = await emptyRoot()
  let both: () => void = () => {}
  const started = new Promise<void>((resolve) => (both = resolve))
  let fills = 0
  const fill = async (folder: string) => {
    if (++fills === 2) both()
    await started
    await writeFile(join(folder, 'file'), 'whole')
  }
  const places = await Promise.all([cached('thing', fill, root), cached('thing', fill, root)])
  expect(new Set(places).size).toBe(1)
  expect(await readFile(join(places[0], 'file'), 'utf8')).toBe('whole')
  expect(await readdir(root)).toEqual(['thing'])
})

test('leaves nothing when filling fails', async () => {
  const root = await emptyRoot()
  const failing = cached('thing', () => Promise.reject(new Error('disk full')), root)
  await expect(failing).rejects.toThrow('disk full')
  expect(await readdir(root)).toEqual([])
})

test('a folder that is being filled is not taken for an abandoned one, whatever its modification time', async () => {
  const root = await emptyRoot()
  const place = await cached(
    'slow',
    async (folder) => {
      await utimes(folder, 0, 0) // as dpkg-deb does
      await cached('other', async () => {}, root)
      await writeFile(join(folder, 'file'), '')
    },
    root,
  )
  expect(await readdir(place)).toEqual(['file'])
})
