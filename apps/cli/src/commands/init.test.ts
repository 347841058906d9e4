import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CANDIDATE_EXPERIENCE } from '@hourglass/candidate-experience/folder'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createOutput } from '../output.ts'
import { initCommand } from './init.ts'

const output = createOutput(true, new AbortController().signal)
let folder = ''
beforeEach(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.stubEnv('HOURGLASS_MYSQL_URL', undefined)
  folder = await mkdtemp(join(tmpdir(), 'init-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

test('without a MySQL, a folder becomes an empty catalog with its lists and generated text', async () => {
  await initCommand({ catalog: folder, schema: 'sales' }, output)
  expect((await readdir(folder)).sort()).toEqual(['catalog.ts', 'generated', 'models.ts'])
  expect(await readFile(join(folder, 'catalog.ts'), 'utf8')).toContain('defineCatalog([])')
  expect(await initCommand({ catalog: folder, schema: 'sales' }, output)).toBe(0)
})

test('fails when the folder has tables of its own, and leaves them', async () => {
  await cp(join(CANDIDATE_EXPERIENCE, 'tables'), join(folder, 'tables'), { recursive: true })
  await expect(initCommand({ catalog: folder, schema: 'sales' }, output)).rejects.toThrow('17 tables of its own')
  expect(await readdir(join(folder, 'tables'))).toHaveLength(17)
})

test('fails when the MySQL cannot be read, and leaves the folder as it was', async () => {
  await writeFile(join(folder, 'catalog.ts'), 'as it was')
  const url = 'mysql://nobody:nothing@127.0.0.1:1/shop'
  await expect(initCommand({ catalog: folder, schema: 'sales', url }, output)).rejects.toThrow('127.0.0.1:1')
  expect(await readdir(folder)).toEqual(['catalog.ts'])
})
