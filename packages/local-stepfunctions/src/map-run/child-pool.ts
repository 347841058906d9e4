import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import { Cancellation } from '../run/cancellation.ts'
import { Execution, type ExecutionStatus } from '../run/execution.ts'
import { EVENT_LIMIT } from '../run/history.ts'
import { childArn } from './child-arn.ts'
import type { MapChild, MapRun } from './map-run.ts'

const REDRIVE_WINDOW_MS = 14 * 24 * 3600 * 1000

/** The part of the engine that runs one execution to its end. */
export interface ExecutionRunner {
  /** Resolves when the execution is over, whatever its outcome; never rejects. */
  run(execution: Execution): Promise<void>
  /** Goes on with an execution that was running when the process ended. */
  resume(execution: Execution): Promise<void>
  /** Runs a failed execution on from where it stopped. */
  redrive(execution: Execution): Promise<void>
}

/** How a Map Run's children came out as a whole. */
export type PoolOutcome = 'done' | 'over-tolerance' | 'stopped'

/** Runs the children of a Map Run, as many at once as it allows, until all have ended or too many have failed. */
export class ChildPool {
  private readonly mapRun: MapRun
  private readonly runner: ExecutionRunner
  private readonly clock: Clock
  private readonly cancellation: Cancellation
  private readonly keepOutputs: boolean
  private readonly onChange: (child: MapChild) => void
  private readonly duplicates: number
  private readonly childCancellation = new Cancellation()
  private readonly queue: MapChild[]
  private next = 0
  private running = 0
  private outcome: PoolOutcome = 'done'
  private settle: (outcome: PoolOutcome) => void = () => {}

  constructor(options: {
    mapRun: MapRun
    runner: ExecutionRunner
    clock: Clock
    cancellation: Cancellation
    keepOutputs: boolean
    onChange: (child: MapChild) => void
    /** Share of children that run twice; the second run's outcome is lost, as in AWS. */
    duplicates: number
  }) {
    this.mapRun = options.mapRun
    this.runner = options.runner
    this.clock = options.clock
    this.cancellation = options.cancellation
    this.keepOutputs = options.keepOutputs
    this.onChange = options.onChange
    this.duplicates = options.duplicates
    this.queue = this.mapRun.children.filter(({ status }) => status === 'PENDING' || status === 'PENDING_REDRIVE')
  }

  /** Resolves when no child runs any more. */
  async run(): Promise<PoolOutcome> {
    const release = this.cancellation.onCancel((reason) => {
      this.outcome = 'stopped'
      this.childCancellation.cancel(reason)
      this.fill()
    })
    this.mapRun.onUpdate = () => {
      this.judge()
      this.fill()
    }
    try {
      return await new Promise<PoolOutcome>((resolve) => {
        this.settle = resolve
        this.judge()
        this.fill()
      })
    } finally {
      release()
      this.mapRun.onUpdate = () => {}
    }
  }

  private fill(): void {
    while (this.outcome === 'done' && this.running < this.mapRun.concurrencyLimit) {
      const child = this.queue[this.next]
      if (child === undefined) break
      this.next += 1
      this.running += 1
      void this.runChild(child)
    }
    if (this.running === 0 && (this.outcome !== 'done' || this.next >= this.queue.length)) this.settle(this.outcome)
  }

  private async runChild(child: MapChild): Promise<void> {
    try {
      await this.runToEnd(child)
    } catch (error) {
      // A temporary file that cannot be read, say: the child fails, not the process.
      this.mapRun.setStatus(child, 'FAILED')
      child.error = 'States.Runtime'
      child.cause = error instanceof Error ? error.message : String(error)
    }
    this.running -= 1
    this.judge()
    this.fill()
  }

  private async runToEnd(child: MapChild): Promise<void> {
    const previous = child.execution
    const redriven = child.status === 'PENDING_REDRIVE' && previous !== undefined
    const resumed = child.status === 'PENDING' && previous?.status === 'RUNNING'
    if (redriven && !isRedrivable(previous, this.clock.now())) {
      this.mapRun.setStatus(child, 'FAILED')
      this.mapRun.itemCounts.failuresNotRedrivable += child.itemCount
      this.mapRun.executionCounts.failuresNotRedrivable += 1
      return
    }
    const execution = redriven || resumed ? previous : this.newExecution(child)
    // EXPRESS children run on when the Map Run fails; they stop only with the whole execution.
    const parent = this.mapRun.type === 'STANDARD' ? this.childCancellation : this.cancellation
    const { cancellation, release } = parent.child()
    execution.cancellation = cancellation
    this.mapRun.setStatus(child, 'RUNNING')
    this.onChange(child)
    if (this.duplicates > Math.random()) void this.runAgain(execution)
    await this.begin(execution, redriven, resumed)
    release()
    this.close(child, execution)
    if (execution.status !== 'RUNNING') this.onChange(child)
  }

  private begin(execution: Execution, redriven: boolean, resumed: boolean): Promise<void> {
    if (redriven) return this.runner.redrive(execution)
    return resumed ? this.runner.resume(execution) : this.runner.run(execution)
  }

  private runAgain({ arn, name, program, input, membership, cancellation }: Execution): Promise<void> {
    const twin = new Execution(
      { arn, name, program, input, ...(membership === undefined ? {} : { membership }) },
      this.clock,
    )
    twin.cancellation = cancellation
    return this.runner.run(twin)
  }

  private newExecution(child: MapChild): Execution {
    const { mapRun } = this
    const name = randomUUID()
    const arn = childArn(mapRun.program, name)
    const membership = { mapRunArn: mapRun.arn, itemCount: child.itemCount }
    const execution = new Execution(
      { arn, name, program: mapRun.program, input: mapRun.inputs.get(child.index), membership },
      this.clock,
    )
    child.name = name
    child.startDate = execution.startDate
    child.execution = execution
    child.stopDate = undefined
    return execution
  }

  private close(child: MapChild, execution: Execution): void {
    this.mapRun.setStatus(child, childStatus(execution.status))
    child.stopDate = execution.stopDate
    child.error = execution.error
    child.cause = execution.cause
    child.redriveCount = execution.redriveCount
    if (this.keepOutputs && execution.output !== undefined) child.output = this.mapRun.outputs.add(execution.output)
    // Nobody can ask for an EXPRESS child again: only its summary is kept.
    if (this.mapRun.type === 'EXPRESS') child.execution = undefined
  }

  private judge(): void {
    if (this.outcome !== 'done' || !this.mapRun.isOverTolerance) return
    this.outcome = 'over-tolerance'
    this.childCancellation.cancel({ kind: 'abort', error: undefined, cause: undefined })
  }
}

function isRedrivable(execution: Execution, now: number): boolean {
  const age = now - (execution.stopDate ?? now)
  return age <= REDRIVE_WINDOW_MS && execution.history.length < EVENT_LIMIT - 1
}

function childStatus(status: ExecutionStatus): 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' {
  return status === 'SUCCEEDED' || status === 'TIMED_OUT' || status === 'ABORTED' ? status : 'FAILED'
}
