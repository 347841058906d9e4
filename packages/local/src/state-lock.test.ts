import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { thisProcess } from '@hourglass/cloud/process-identity'
import { lockFolder } from './state-lock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hourglass-lock-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('one at a time; freed, it can be had again', async () => {
  const unlock = await lockFolder(folder, 'local')
  await expect(lockFolder(folder, 'demo')).rejects.toThrow(`hourglass local is running already (pid ${process.pid})`)
  await unlock()
  await (await lockFolder(folder, 'demo'))()
  expect(await readdir(folder)).toEqual([])
})

test('many at once: exactly one has it', async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, 'local')))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test.for([
  ['whose process is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedTicks: '', command: 'local' })],
  [
    'whose number another process has now',
    JSON.stringify({ pid: process.pid, startedTicks: `${thisProcess().startedTicks}0`, command: 'local' }),
  ],
  ['that was cut short', '{"pid": 12'],
] as const)('a lock %s is taken over', async ([, content]) => {
  await writeFile(path.join(folder, 'lock'), content)
  const unlock = await lockFolder(folder, 'local')
  await unlock()
  expect(await readdir(folder)).toEqual([])
})

test('fails when the folder cannot be made, and says what to do', async () => {
  await writeFile(path.join(folder, 'file'), '')
  await expect(lockFolder(path.join(folder, 'file', 'below'), 'local')).rejects.toThrow('HOURGLASS_HOME')
})
