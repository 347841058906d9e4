import type { WorkerProcess } from './worker-process.ts'

/** How many workers may live. */
export interface PoolLimits {
  /** Most workers of one function that work at once. */
  readonly concurrency: number
  /** Most invocations of one function that wait for a worker. */
  readonly queue: number
  /** Most processes over all functions; idle ones make room. */
  readonly processes: number
  /** An idle worker ends after this many milliseconds. */
  readonly idleMs: number
}

/** A worker for one invocation. A new one has yet to become ready. */
export interface Lease {
  readonly worker: WorkerProcess
  readonly isNew: boolean
}

interface IdleWorker {
  readonly functionName: string
  readonly worker: WorkerProcess
  readonly since: number
}

/** Keeps workers warm between invocations. Waiting invocations are served in order. */
export class WorkerPool {
  private readonly limits: PoolLimits
  private readonly idle: IdleWorker[] = []
  private readonly busy = new Set<WorkerProcess>()
  private readonly slots = new Map<string, number>()
  private readonly waiting = new Map<string, (() => void)[]>()
  private readonly timer: NodeJS.Timeout
  private stopped = false

  constructor(limits: PoolLimits) {
    this.limits = limits
    this.timer = setInterval(() => this.tick(), 100)
    this.timer.unref()
  }

  /** Invocations of a function that run or wait. */
  inFlight(functionName: string): number {
    return (this.slots.get(functionName) ?? 0) + (this.waiting.get(functionName)?.length ?? 0)
  }

  isQueueFull(functionName: string): boolean {
    return this.waitersOf(functionName).length >= this.limits.queue
  }

  /**
   * Takes an idle worker or starts one, once the function has a free slot. Give it back with {@link release}.
   * @throws what `start` throws, and Error once the pool has stopped
   */
  async take(functionName: string, start: () => Promise<WorkerProcess>): Promise<Lease> {
    await this.takeSlot(functionName)
    try {
      const warm = this.takeIdle(functionName)
      if (warm === undefined) this.makeRoom()
      const worker = warm ?? (await start())
      this.busy.add(worker)
      if (this.stopped) {
        await worker.stop()
        throw new Error(`the worker of ${functionName} was stopped`)
      }
      return { worker, isNew: warm === undefined }
    } catch (error) {
      this.freeSlot(functionName)
      throw error
    }
  }

  release(functionName: string, worker: WorkerProcess): void {
    this.busy.delete(worker)
    if (worker.isAlive) this.idle.push({ functionName, worker, since: performance.now() })
    this.freeSlot(functionName)
  }

  /** Ends every worker; resolves when all are gone. */
  async stop(): Promise<void> {
    this.stopped = true
    clearInterval(this.timer)
    const all = [...this.idle.map(({ worker }) => worker), ...this.busy]
    this.idle.length = 0
    await Promise.all(all.map((worker) => worker.stop()))
  }

  private tick(): void {
    for (const worker of this.busy) worker.checkMemory()
    const oldest = performance.now() - this.limits.idleMs
    while (this.idle[0] !== undefined && this.idle[0].since < oldest) void this.idle.shift()?.worker.stop()
  }

  /** The worker that was used last is the one whose caches are warm. */
  private takeIdle(functionName: string): WorkerProcess | undefined {
    for (;;) {
      const index = this.idle.findLastIndex((found) => found.functionName === functionName)
      const [found] = index < 0 ? [] : this.idle.splice(index, 1)
      if (found === undefined || found.worker.isAlive) return found?.worker
    }
  }

  private makeRoom(): void {
    while (this.idle.length > 0 && this.idle.length + this.busy.size >= this.limits.processes) {
      void this.idle.shift()?.worker.stop()
    }
  }

  private async takeSlot(functionName: string): Promise<void> {
    const taken = this.slots.get(functionName) ?? 0
    if (taken < this.limits.concurrency) {
      this.slots.set(functionName, taken + 1)
      return
    }
    await new Promise<void>((resolve) => this.waitersOf(functionName).push(resolve))
  }

  private freeSlot(functionName: string): void {
    const next = this.waitersOf(functionName).shift()
    if (next !== undefined) next()
    else this.slots.set(functionName, (this.slots.get(functionName) ?? 1) - 1)
  }

  private waitersOf(functionName: string): (() => void)[] {
    const waiters = this.waiting.get(functionName) ?? []
    this.waiting.set(functionName, waiters)
    return waiters
  }
}
