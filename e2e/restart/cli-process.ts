import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const ROOT = path.resolve(import.meta.dirname, '../..')
const MAIN = path.join(ROOT, 'apps/cli/src/main.ts')

/** Longest that a start may take, with synth, on a busy machine, in milliseconds. */
const START_MS = 120_000

/** What `hourglass local` writes down for commands in other terminals. */
const connection = z.object({ pid: z.number(), mysqlUrl: z.string(), postgresUrl: z.string() })
export type Connection = z.infer<typeof connection>

/** The CLI as a person starts it, with a state folder of its own and databases of its own. */
export function startCli(home: string, args: readonly string[]): ChildProcess {
  const { HOURGLASS_MYSQL_URL: _mysql, HOURGLASS_POSTGRES_URL: _postgres, ...inherited } = process.env
  return spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    cwd: ROOT,
    env: { ...inherited, HOURGLASS_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs a command to its end. */
export async function cli(home: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = startCli(home, args)
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit'),
  ])
  return { code: Number(code), out, err }
}

/** Starts `hourglass local` and waits until commands find it. Fails when it ends before, with what it said. */
export async function startLocalCli(home: string): Promise<{ child: ChildProcess; connection: Connection }> {
  const child = startCli(home, ['local', '--no-schedule'])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
  }
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`hourglass local ended with ${child.exitCode}:\n${said}`)
    const file = await readFile(path.join(home, 'local.json'), 'utf8').catch(() => '{}')
    const parsed = connection.safeParse(parseOrNull(file))
    if (parsed.success && parsed.data.pid === child.pid) return { child, connection: parsed.data }
    await sleep(100)
  }
  throw new Error(`hourglass local was not ready in time:\n${said}`)
}

/** null for a file that is being written. */
function parseOrNull(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch {
    return null
  }
}

/** Ends a process and waits until it has ended; gives its exit code, null when the signal itself ended it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}
