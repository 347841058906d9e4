import type { Clock } from '../clock/clock.ts'
import type { Flow, WorkflowType } from '../language/definition.ts'
import type { Json } from '../language/json.ts'
import { Cancellation } from './cancellation.ts'
import { History } from './history.ts'
import { freshProgress, type Progress } from './progress.ts'

/** State of an execution, as the API names it. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE'

/** The definition an execution runs: fixed when it starts, whatever UpdateStateMachine does later. */
export interface Program {
  /** `...:stateMachine:NAME`, or `...:stateMachine:NAME/LABEL` for children of a Map Run. */
  readonly stateMachineArn: string
  readonly stateMachineName: string
  readonly flow: Flow
  /** The definition's text as it was given, for DescribeStateMachineForExecution. */
  readonly definition: string
  readonly type: WorkflowType
  readonly roleArn: string
  readonly versionArn?: string
  readonly aliasArn?: string
  /** What `Label` stands for in nested Map states without one: stable for one definition. */
  readonly labels: ReadonlyMap<object, string>
}

/** What makes an execution a child of a Map Run. */
export interface MapMembership {
  readonly mapRunArn: string
  /** Items in its batch; 1 without batching. */
  readonly itemCount: number
}

/** One execution: what DescribeExecution shows, plus what is needed to run and redrive it. */
export class Execution {
  readonly arn: string
  readonly name: string
  readonly program: Program
  readonly membership: MapMembership | undefined
  /** JSON text. */
  readonly input: string
  status: ExecutionStatus = 'RUNNING'
  output: string | undefined
  error: string | undefined
  cause: string | undefined
  startDate: number
  stopDate: number | undefined
  redriveCount = 0
  redriveDate: number | undefined
  traceHeader: string | undefined
  /** Client tokens of the last ten redrives. */
  redriveTokens: readonly string[] = []
  readonly history: History
  progress: Progress
  cancellation = new Cancellation()
  /** Settles when the present attempt is over; never rejects. */
  finished: Promise<void> = Promise.resolve()

  constructor(
    options: { arn: string; name: string; program: Program; input: string; membership?: MapMembership },
    clock: Clock,
  ) {
    this.arn = options.arn
    this.name = options.name
    this.program = options.program
    this.input = options.input
    this.membership = options.membership
    this.startDate = clock.now()
    this.history = new History(clock, options.program.type === 'STANDARD')
    const input: Json = JSON.parse(options.input)
    this.progress = freshProgress(options.program.flow.StartAt, input, undefined, 0)
  }

  /** The input as a value; the context object shows it. */
  get inputValue(): Json {
    const value: Json = JSON.parse(this.input)
    return value
  }
}
