import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ServerStartError, messageOf } from './errors.ts'
import { startSupervised, type SupervisedProcess, type SupervisedSpec } from './supervised-process.ts'

const READY_TIMEOUT_MS = 60_000
const POLL_MS = 40
const LOG_LINES = 8
const PORT_ATTEMPTS = 3

/** A server to start on a port that is chosen here. */
export interface StartPlan {
  /** For messages: `MariaDB`, `Postgres`. */
  readonly product: string
  /** Environment variable that names a server to use instead. */
  readonly variable: string
  specFor(port: number): SupervisedSpec
  /** Resolves once the server answers on `port`; rejects while it does not. */
  probe(port: number): Promise<void>
}

/**
 * Starts the server on a free port of 127.0.0.1 and waits until it answers, at most 60 s. Another program can take
 * the port between choosing and binding it, so an early death over the port is tried again.
 * @throws ServerStartError with the end of the server's log.
 */
export async function startUntilReady(plan: StartPlan): Promise<{ port: number; server: SupervisedProcess }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const spec = plan.specFor(port)
    const server = await startSupervised(spec)
    const failure = await ready(server, () => plan.probe(port))
    if (!failure) return { port, server }
    await server.stop()
    const log = await logTail(spec.logFile)
    if (attempt < PORT_ATTEMPTS && /address already in use/i.test(log)) continue
    throw new ServerStartError(
      `${plan.product} did not start (${failure}). Its log ${spec.logFile} ends with:\n${log}\n` +
        `Mend that, or set ${plan.variable} to a server that runs already (compose.yaml starts one).`,
    )
  }
}

/** The password kept in `file` (mode 0600), made at the first call: 24 random bytes in hexadecimal. */
export async function keptPassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('hex')
  await writeFile(file, password, { mode: 0o600, flag: 'wx' }).catch(() => {})
  return (await readFile(file, 'utf8')).trim()
}

/** Environment for a server process: nothing of ours, so that `PGDATA`, `MYSQL_HOME` and the like can't change it. */
export function serverEnvironment(timeZone: string, extra: Readonly<Record<string, string>> = {}) {
  return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: timeZone, ...extra }
}

async function ready(server: SupervisedProcess, probe: () => Promise<void>): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  let early: string | undefined
  void server.exited.then((reason) => (early = reason))
  let last = ''
  while (Date.now() < deadline) {
    if (early !== undefined) return `it ended at once: ${early}`
    try {
      await probe()
      return undefined
    } catch (error) {
      last = messageOf(error)
    }
    await delay(POLL_MS)
  }
  return `no answer within ${READY_TIMEOUT_MS / 1000} s: ${last}`
}

async function logTail(file: string): Promise<string> {
  const log = await readFile(file, 'utf8').catch(() => '(no log was written)')
  return log.trimEnd().split('\n').slice(-LOG_LINES).join('\n')
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('the system gave no port on 127.0.0.1')
  return address.port
}
