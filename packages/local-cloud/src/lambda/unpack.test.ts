import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder, writeZip } from '../stack/testing/write-stacks.ts'
import { dropOldCode, unpackCode } from './unpack.ts'

test('a package is unpacked once, into a folder named after its content', async () => {
  const folder = await temporaryFolder()
  const cache = join(folder, 'cache')
  await writeZip(join(folder, 'a.zip'), { 'index.mjs': 'one', 'lib/deep/x.json': '{}' })
  const [first, second] = await Promise.all([
    unpackCode(join(folder, 'a.zip'), cache),
    unpackCode(join(folder, 'a.zip'), cache),
  ])
  expect(second).toBe(first)
  expect(await readFile(join(first, 'lib/deep/x.json'), 'utf8')).toBe('{}')
  const made = (await stat(first)).ino
  expect((await stat(await unpackCode(join(folder, 'a.zip'), cache))).ino).toBe(made)

  await writeZip(join(folder, 'a.zip'), { 'index.mjs': 'two' })
  const other = await unpackCode(join(folder, 'a.zip'), cache)
  expect(other).not.toBe(first)
  expect(await readdir(cache)).toHaveLength(2)
})

test('code that nothing has used for two weeks is removed', async () => {
  const folder = await temporaryFolder()
  const cache = join(folder, 'cache')
  await writeZip(join(folder, 'a.zip'), { 'index.mjs': 'one' })
  await unpackCode(join(folder, 'a.zip'), cache)
  const days = (count: number): number => Date.now() + count * 24 * 3_600_000
  await dropOldCode(cache, days(13))
  expect(await readdir(cache)).toHaveLength(1)
  await dropOldCode(cache, days(15))
  expect(await readdir(cache)).toEqual([])
  await dropOldCode(join(folder, 'none'))
})

test('fails for an entry that leads out of the folder, and leaves nothing behind', async () => {
  const folder = await temporaryFolder()
  const zip = join(folder, 'evil.zip')
  await writeZip(zip, { 'aa/evil.txt': 'x' })
  const bytes = await readFile(zip)
  const evil = Buffer.from(bytes.toString('latin1').replaceAll('aa/evil.txt', '../evil.txt'), 'latin1')
  await writeFile(zip, evil)
  await expect(unpackCode(zip, join(folder, 'cache'))).rejects.toThrow(
    /evil\.zip cannot be unpacked: .*\.\.\/evil\.txt/,
  )
  expect(await readdir(join(folder, 'cache'))).toEqual([])
})
