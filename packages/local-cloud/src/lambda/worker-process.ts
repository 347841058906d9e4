import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { LogLines } from './log-lines.ts'
import { heapMb, residentMb } from './memory.ts'
import type { FunctionError, WorkerCall, WorkerMessage } from './worker-messages.ts'

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url))

/** The rest of a worker's output is waited for this long after its answer. */
const OUTPUT_GRACE_MS = 1000

/** How to start a worker. */
export interface WorkerSpec {
  readonly environment: Readonly<Record<string, string>>
  /** Folder of the unpacked code, also the working folder. */
  readonly taskRoot: string
  readonly memoryMb: number
  /** `requestId` is undefined while no invocation is under way. */
  readonly onLine: (stream: 'stdout' | 'stderr', line: string, requestId: string | undefined) => void
}

/** How an invocation (or a start) ended. Memory in MB. */
export type WorkerOutcome = { readonly peakMemoryMb: number } & (
  | { readonly kind: 'ready'; readonly initMs: number }
  | { readonly kind: 'returned'; readonly payload: string }
  | { readonly kind: 'threw'; readonly error: FunctionError }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null }
)

/** One child process with a loaded handler. It takes one invocation at a time. */
export class WorkerProcess {
  private readonly child: ChildProcess
  private readonly output: readonly LogLines[]
  private readonly exited: Promise<WorkerOutcome>
  private readonly memoryMb: number
  private receive: ((message: WorkerMessage) => void) | undefined
  private killedFor: 'timed-out' | 'out-of-memory' | undefined
  private readonly startedAt = performance.now()
  private requestId: string | undefined
  private peakMb = 0
  private alive = true

  /** Starts the process; it loads its handler meanwhile. */
  constructor(spec: WorkerSpec) {
    const marker = randomUUID()
    this.memoryMb = spec.memoryMb
    this.child = spawn(process.execPath, [`--max-old-space-size=${heapMb(spec.memoryMb)}`, BOOTSTRAP, marker], {
      cwd: spec.taskRoot,
      env: { ...spec.environment },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.output = (['stdout', 'stderr'] as const).flatMap((name) => {
      const stream = this.child[name]
      return stream ? [new LogLines(stream, marker, (line) => spec.onLine(name, line, this.requestId))] : []
    })
    this.child.on('message', (message) => this.receive?.(message as WorkerMessage)) // only bootstrap.mjs sends
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.alive = false
        const peakMemoryMb = this.peakMb
        resolve(
          this.killedFor === undefined
            ? { kind: 'exited', code, signal, peakMemoryMb }
            : { kind: this.killedFor, peakMemoryMb },
        )
      }
      this.child.once('exit', end)
      this.child.once('error', () => end(null, null))
    })
  }

  /** Waits until the handler is loaded; kills the process when that takes longer than `timeoutMs` milliseconds. */
  ready(timeoutMs: number): Promise<WorkerOutcome> {
    return this.wait(timeoutMs, () => undefined)
  }

  get isAlive(): boolean {
    return this.alive
  }

  /** Runs one invocation; kills the process when it takes longer than `timeoutMs` milliseconds. */
  async invoke(call: WorkerCall, timeoutMs: number): Promise<WorkerOutcome> {
    this.requestId = call.requestId
    const outcome = await this.wait(timeoutMs, () => {
      // An error of the channel means that the process has gone, and then `exited` answers.
      this.child.send(call, () => undefined)
    })
    this.requestId = undefined
    return outcome
  }

  /** Kills the process when it holds more memory than it may. */
  checkMemory(): void {
    const megabytes = this.alive && this.child.pid !== undefined ? residentMb(this.child.pid) : undefined
    if (megabytes === undefined) return
    this.peakMb = Math.max(this.peakMb, megabytes)
    if (megabytes > this.memoryMb) this.kill('out-of-memory')
  }

  /** Ends the process at once; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.alive) this.child.kill('SIGKILL')
    await this.exited
  }

  private kill(reason: 'timed-out' | 'out-of-memory'): void {
    this.killedFor ??= reason
    this.child.kill('SIGKILL')
  }

  private async wait(timeoutMs: number, begin: () => void): Promise<WorkerOutcome> {
    const answered = new Promise<WorkerOutcome>((resolve) => {
      this.receive = (message) => resolve(this.outcomeOf(message))
    })
    const timer = setTimeout(() => this.kill('timed-out'), timeoutMs)
    begin()
    const outcome = await Promise.race([answered, this.exited])
    clearTimeout(timer)
    this.receive = undefined
    if (outcome.kind !== 'ready') await this.readOutput()
    return outcome
  }

  private outcomeOf(message: WorkerMessage): WorkerOutcome {
    if (message.type === 'ready') {
      return { kind: 'ready', initMs: performance.now() - this.startedAt, peakMemoryMb: this.peakMb }
    }
    this.peakMb = Math.max(this.peakMb, message.peakMemoryKb / 1024)
    const peakMemoryMb = this.peakMb
    // Faster than the checks in between: Lambda would have killed it on the way.
    if (peakMemoryMb > this.memoryMb) {
      this.kill('out-of-memory')
      return { kind: 'out-of-memory', peakMemoryMb }
    }
    if (message.type === 'returned') return { kind: 'returned', payload: message.payload, peakMemoryMb }
    if (message.type !== 'threw') this.child.kill('SIGKILL')
    return { kind: 'threw', error: message.error, peakMemoryMb }
  }

  private async readOutput(): Promise<void> {
    const timer = new AbortController()
    const grace = delay(OUTPUT_GRACE_MS, undefined, { signal: timer.signal }).catch(() => undefined)
    await Promise.race([Promise.all(this.output.map((lines) => lines.end())), grace])
    timer.abort()
  }
}
