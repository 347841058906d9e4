import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ServerStartError } from './errors.ts'
import type { Identity } from './os-user.ts'

/** What the supervisor runs, and how it ends it. */
export interface SupervisedSpec {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly identity: Identity | undefined
  /** Receives the server's stdout and stderr. */
  readonly logFile: string
  readonly stopSignal: NodeJS.Signals
  /** Milliseconds between `stopSignal` and SIGKILL. */
  readonly graceMs: number
  /** Paths deleted after an orderly stop or the parent's death, but not after the server's own crash. */
  readonly removeAfter: readonly string[]
}

export interface SupervisedProcess {
  readonly pid: number
  /** Settles with the reason once the server is gone. Never rejects. */
  readonly exited: Promise<string>
  stop(): Promise<void>
}

type Report = { event: 'started'; pid: number } | { event: 'failed' | 'exited'; reason: string }

/**
 * Starts a server that can't outlive this process. The handles do not keep the event loop alive: a script that ends
 * without `stop()` takes the server with it.
 * @throws ServerStartError when the executable can't be run.
 */
export async function startSupervised(spec: SupervisedSpec): Promise<SupervisedProcess> {
  const supervisor = fork(fileURLToPath(new URL('./supervisor.mjs', import.meta.url)), [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { PATH: process.env['PATH'] },
  })
  const gone = once(supervisor, 'exit')
  let report: Report | undefined
  let onReport: (report: Report) => void = () => {}
  const started = new Promise<Report>((resolve) => (onReport = resolve))
  supervisor.on('message', (message) => {
    report = message as Report // the supervisor is ours and sends nothing else
    onReport(report)
  })
  supervisor.send(spec)
  const first = await Promise.race([started, gone])
  if (!('event' in first) || first.event !== 'started') {
    const reason = 'reason' in first ? first.reason : 'its supervisor ended'
    throw new ServerStartError(`cannot run ${spec.command}: ${reason}`)
  }
  supervisor.unref()
  supervisor.channel?.unref()
  const exited = gone.then(() => (report?.event === 'exited' ? report.reason : 'its supervisor was killed'))
  return {
    pid: first.pid,
    exited,
    async stop() {
      supervisor.ref()
      if (supervisor.connected) supervisor.disconnect()
      await exited
    },
  }
}
