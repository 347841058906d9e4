import type { WorkflowType } from '../language/definition.ts'
import type { JsonObject } from '../language/json.ts'
import type { Execution, Program } from '../run/execution.ts'
import type { TextStore } from '../store/text-store.ts'
import { type ChildStatus, Counts } from './counts.ts'

/** Status of a Map Run, as the API names it. */
export type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED'

/** How much may fail. A threshold that the state does not name is undefined; with neither, nothing may fail. */
export interface Tolerance {
  count: number | undefined
  /** 0 to 100, fractions allowed. */
  percentage: number | undefined
}

/** One child execution of a Map Run, or one that has yet to start. */
export interface MapChild {
  /** Number of its input in the inputs of the Map Run. */
  readonly index: number
  readonly itemCount: number
  status: ChildStatus
  /** Undefined until it is started. */
  name: string | undefined
  startDate: number | undefined
  stopDate: number | undefined
  error: string | undefined
  cause: string | undefined
  /** Number of its output in the outputs of the Map Run. */
  output: number | undefined
  redriveCount: number
  /** Its success stands in a result file already. */
  isExported: boolean
  /** Kept for STANDARD children, whose history can be read and which are redriven in place. */
  execution: Execution | undefined
}

/** One run of a Distributed Map state: what DescribeMapRun shows, and its children. */
export class MapRun {
  readonly arn: string
  readonly id: string
  readonly label: string
  /** The execution whose Map state this is. */
  readonly executionArn: string
  readonly type: WorkflowType
  /** What its children run. */
  readonly program: Program
  readonly startDate: number
  stopDate: number | undefined
  status: MapRunStatus = 'RUNNING'
  error: string | undefined
  cause: string | undefined
  redriveCount = 0
  redriveDate: number | undefined
  /** 0 means as many as AWS allows: 10,000. */
  maxConcurrency = 0
  readonly tolerance: Tolerance = { count: undefined, percentage: undefined }
  readonly itemCounts = new Counts()
  readonly executionCounts = new Counts()
  readonly children: MapChild[] = []
  /** JSON text of each child's input. */
  readonly inputs: TextStore
  /** JSON text of each output that is still wanted. */
  readonly outputs: TextStore
  /** Result files of successes that earlier attempts wrote, as the manifest lists them. */
  readonly succeededFiles: JsonObject[] = []
  /** The dataset was read to its end. */
  wasRead = false
  /** The results were handed over, or written to S3. */
  hasWritten = false
  /** Called when UpdateMapRun changed the concurrency or the thresholds. */
  onUpdate: () => void = () => {}

  constructor(options: {
    arn: string
    id: string
    label: string
    executionArn: string
    program: Program
    startDate: number
    inputs: TextStore
    outputs: TextStore
  }) {
    this.arn = options.arn
    this.id = options.id
    this.label = options.label
    this.executionArn = options.executionArn
    this.program = options.program
    this.type = options.program.type
    this.startDate = options.startDate
    this.inputs = options.inputs
    this.outputs = options.outputs
  }

  /** Adds a child that has yet to start. */
  addChild(input: string, itemCount: number): MapChild {
    const index = this.inputs.add(input)
    this.itemCounts.add(itemCount)
    this.executionCounts.add(1)
    const child: MapChild = {
      index,
      itemCount,
      status: 'PENDING',
      name: undefined,
      startDate: undefined,
      stopDate: undefined,
      error: undefined,
      cause: undefined,
      output: undefined,
      redriveCount: 0,
      isExported: false,
      execution: undefined,
    }
    this.children.push(child)
    return child
  }

  /** Forgets a dataset whose reading failed. */
  clearChildren(): void {
    this.children.length = 0
    this.itemCounts.total = 0
    this.itemCounts.pending = 0
    this.executionCounts.total = 0
    this.executionCounts.pending = 0
    this.inputs.dispose()
  }

  /** Gives a child, and all items of its batch, another status. */
  setStatus(child: MapChild, status: ChildStatus): void {
    this.itemCounts.move(child.itemCount, child.status, status)
    this.executionCounts.move(1, child.status, status)
    child.status = status
  }

  /** Whether more items failed than the thresholds allow. Items decide, not executions. */
  get isOverTolerance(): boolean {
    const failed = this.itemCounts.failed + this.itemCounts.timedOut
    const { count, percentage } = this.tolerance
    if (count === undefined && percentage === undefined) return failed > 0
    if (count !== undefined && failed > count) return true
    return percentage !== undefined && failed > 0 && (100 * failed) / this.itemCounts.total > percentage
  }

  /** Most children at once. */
  get concurrencyLimit(): number {
    return this.maxConcurrency <= 0 ? MOST_CHILDREN : Math.min(this.maxConcurrency, MOST_CHILDREN)
  }
}

/** Most parallel children of one Map Run (service quotas, a hard limit). */
const MOST_CHILDREN = 10_000
