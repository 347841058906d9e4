import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXAMPLE } from '../test/example.ts'
import { isSample, removeSample } from './sample.ts'

test('a catalog of one’s own is not taken for the sample, and is not removed', async () => {
  expect(await isSample(EXAMPLE)).toBe(false)
  const folder = await mkdtemp(join(tmpdir(), 'own-'))
  try {
    await cp(join(EXAMPLE, 'tables'), join(folder, 'tables'), { recursive: true })
    await removeSample(folder)
    expect(await isSample(folder)).toBe(false)
    await writeFile(join(folder, 'tables/more.ts'), '')
  } finally {
    await rm(folder, { recursive: true })
  }
})
