/**
 * Runs one database server and outlives nothing: when the process that started it goes away, however it dies, the
 * IPC channel closes and the server is stopped. Plain JavaScript, because it must start under bare `node`.
 * It is started in its own process group, so Ctrl-C in a terminal reaches the parent only.
 */
import { spawn } from 'node:child_process'
import { openSync, rmSync } from 'node:fs'

let server
/** The SupervisedSpec of supervised-process.ts, once it has arrived. */
let plan
let stopping = false

process.once('message', start)
process.once('disconnect', stop)
process.on('SIGTERM', stop)
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})

function start(spec) {
  plan = spec
  const log = openSync(spec.logFile, 'a', 0o600)
  server = spawn(spec.command, spec.args, {
    ...spec.identity,
    cwd: spec.cwd,
    env: spec.env,
    stdio: ['ignore', log, log],
  })
  server.once('spawn', () => tell({ event: 'started', pid: server?.pid }))
  server.once('error', (error) => leave({ event: 'failed', reason: error.message }))
  server.once('exit', (code, signal) => leave({ event: 'exited', reason: signal ?? `exit code ${code}` }))
  process.on('message', stop)
}

function stop() {
  if (!server || !plan) process.exit(0)
  if (stopping) return
  stopping = true
  server.kill(plan.stopSignal)
  setTimeout(() => server?.kill('SIGKILL'), plan.graceMs).unref()
}

function tell(message, done = () => {}) {
  if (process.connected) process.send?.(message, done)
  else done()
}

function leave(message) {
  if (stopping) for (const path of plan?.removeAfter ?? []) rmSync(path, { recursive: true, force: true })
  tell(message, () => process.exit(0))
}
