import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { OperatorError } from '@hourglass/cloud/errors'
import { isRunning, processIdentity, thisProcess } from '@hourglass/cloud/process-identity'

const lockFile = processIdentity.extend({ command: z.string() })
type Lock = z.infer<typeof lockFile>

/**
 * Makes this process the only one that works in `folder`: the local S3 and the servers' data may be open once only.
 * The lock of a process that is gone, however it ended, is taken over.
 *
 * @returns what frees it again
 * @throws OperatorError naming the process that has it
 */
export async function lockFolder(folder: string, command: string): Promise<() => Promise<void>> {
  await makeFolder(folder)
  const file = path.join(folder, 'lock')
  const mine = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(mine, JSON.stringify({ ...thisProcess(), command } satisfies Lock), { mode: 0o600 })
  try {
    // A link appears with its whole content or not at all, and never replaces another.
    while (!(await linked(mine, file))) {
      const holder = await readLock(file)
      if (holder && isRunning(holder)) throw heldBy(holder, folder)
      await setAside(file, `${mine}.old`, folder)
    }
  } finally {
    await rm(mine, { force: true })
  }
  return () => rm(file, { force: true })
}

/** Removes a dead lock; puts back one that somebody else has just taken in its place. */
async function setAside(file: string, aside: string, folder: string): Promise<void> {
  await rename(file, aside).catch(() => undefined)
  const holder = await readLock(aside)
  const alive = holder !== null && isRunning(holder)
  if (alive) await linked(aside, file)
  await rm(aside, { force: true })
  if (alive) throw heldBy(holder, folder)
}

function heldBy({ pid, command }: Lock, folder: string): OperatorError {
  return new OperatorError(
    `hourglass ${command} is running already (pid ${pid}) and uses ${folder}; ` +
      `stop it with Ctrl-C in its terminal or: kill ${pid}\n` +
      'To have another one beside it, give that one a folder of its own: HOURGLASS_HOME=/tmp/hourglass',
  )
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw thrown
  }
}

async function readLock(file: string): Promise<Lock | null> {
  try {
    return lockFile.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 })
  } catch (thrown) {
    throw new OperatorError(
      `cannot make the folder ${folder}: ${thrown instanceof Error ? thrown.message : String(thrown)}; ` +
        'name one that you may write to: HOURGLASS_HOME=/tmp/hourglass',
    )
  }
}
