import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { messageOf } from './errors.ts'
import { startSupervised } from './supervised-process.ts'

const startBoth = fileURLToPath(new URL('./fixtures/start-both.ts', import.meta.url))

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test.for(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
  '%s to the parent stops both servers and drops their data',
  async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'hourglass servers '))
    const parent = spawn(process.execPath, ['--import', 'tsx', startBoth, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [line] = (await once(createInterface(parent.stdout), 'line')) as [string] // what readline emits
      const pids = JSON.parse(line) as number[] // what the fixture prints
      expect(pids.map(alive)).toEqual([true, true])
      parent.kill(signal)
      await vi.waitFor(() => expect(pids.map(alive)).toEqual([false, false]), { timeout: 30_000, interval: 50 })
      await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), { timeout: 5000, interval: 50 })
    } finally {
      parent.kill('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    }
  },
)

test('a server that ignores its stop signal is killed after the grace time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-servers-'))
  const server = await startSupervised({
    command: process.execPath,
    args: ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
    cwd: folder,
    env: {},
    identity: undefined,
    logFile: join(folder, 'server.log'),
    stopSignal: 'SIGTERM',
    graceMs: 300,
    removeAfter: [folder],
  })
  await server.stop()
  expect(alive(server.pid)).toBe(false)
  await expect(readdir(folder)).rejects.toThrow('ENOENT')
})

test('fails when the program does not exist, naming it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-servers-'))
  const failure = await startSupervised({
    command: '/nowhere/postgres',
    args: [],
    cwd: folder,
    env: {},
    identity: undefined,
    logFile: join(folder, 'server.log'),
    stopSignal: 'SIGTERM',
    graceMs: 300,
    removeAfter: [],
  }).catch(messageOf)
  await rm(folder, { recursive: true })
  expect(failure).toContain('cannot run /nowhere/postgres')
})
