import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { stateFolder } from './folders.ts'

/*
 * A running local cloud writes down where it is, so that commands in other terminals find it. The file is readable by
 * its owner only: it holds the key pair of the local endpoint.
 */

const localConnection = z.object({
  pid: z.number(),
  endpoint: z.url(),
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** For people: what to point a database client at. */
  mysqlUrl: z.string(),
  postgresUrl: z.string(),
  startedAt: z.string(),
})
export type LocalConnection = z.infer<typeof localConnection>

const file = () => path.join(stateFolder(), 'local.json')

/** The local cloud that is running now, null when there is none. */
export async function readLocalConnection(): Promise<LocalConnection | null> {
  let text: string
  try {
    text = await readFile(file(), 'utf8')
  } catch {
    return null
  }
  const parsed = localConnection.safeParse(JSON.parse(text))
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null
}

export async function writeLocalConnection(connection: LocalConnection): Promise<void> {
  await mkdir(stateFolder(), { recursive: true, mode: 0o700 })
  await writeFile(file(), JSON.stringify(connection, null, 2), { mode: 0o600 })
}

export async function removeLocalConnection(): Promise<void> {
  await rm(file(), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
