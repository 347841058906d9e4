import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { stateFolder } from './folders.ts'
import { isRunning, processIdentity } from './process-identity.ts'

/*
 * A running local cloud writes down where it is, so that commands in other terminals find it. The file is readable by
 * its owner only: it holds the key pair of the local endpoint.
 */

const localConnection = processIdentity.extend({
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
  try {
    const found = localConnection.parse(JSON.parse(await readFile(file(), 'utf8')))
    return isRunning(found) ? found : null
  } catch {
    return null
  }
}

export async function writeLocalConnection(connection: LocalConnection): Promise<void> {
  await mkdir(stateFolder(), { recursive: true, mode: 0o711 })
  await writeFile(file(), JSON.stringify(connection, null, 2), { mode: 0o600 })
}

export async function removeLocalConnection(): Promise<void> {
  await rm(file(), { force: true })
}
