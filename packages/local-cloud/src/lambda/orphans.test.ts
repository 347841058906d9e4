import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** A parent as plain JavaScript, so that it can be killed: starts a worker and prints its process id. */
const PARENT = `
const { spawn } = require('node:child_process')
const [, bootstrap, taskRoot] = process.argv
const env = { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: taskRoot, PATH: process.env.PATH }
const worker = spawn(process.execPath, [bootstrap, 'marker'], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
worker.on('message', () => process.stdout.write(String(worker.pid)))
`

test('a worker ends when its parent is killed', async () => {
  const taskRoot = await mkdtemp(join(tmpdir(), 'local-cloud-'))
  await writeFile(join(taskRoot, 'index.mjs'), 'setInterval(() => undefined, 1000); export const handler = () => 1')
  const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url))
  const parent = spawn(process.execPath, ['-e', PARENT, bootstrap, taskRoot], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = (await once(parent.stdout, 'data')) as [Buffer]
  const worker = Number(output.toString())
  expect(isAlive(worker)).toBe(true)
  parent.kill('SIGKILL')
  await expect.poll(() => isAlive(worker), { timeout: 5000 }).toBe(false)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
