import { randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { ApiError } from '../api/api-error.ts'
import type { Clock } from '../clock/clock.ts'
import { systemClock } from '../clock/movable-clock.ts'
import { Activities, type Activity } from '../integrations/activities.ts'
import { Integrations } from '../integrations/integrations.ts'
import type { Authorize, CallService, InvokeFunction, Publish } from '../integrations/ports.ts'
import type { ExecutionControl } from '../integrations/start-execution.ts'
import { TaskTokens } from '../integrations/task-tokens.ts'
import { byteLength, type JsonObject, PAYLOAD_LIMIT_BYTES, tryParseJson } from '../language/json.ts'
import { DistributedMaps } from '../map-run/distributed-map.ts'
import { Cancellation } from '../run/cancellation.ts'
import { Execution, type Program } from '../run/execution.ts'
import type { RunServices } from '../run/scope.ts'
import { Executions } from './execution-runner.ts'
import { isValidName } from './names.ts'
import { redriveStatus } from './redrive-status.ts'
import { Registry } from './registry.ts'
import { Persistence } from './persistence.ts'
import { restore } from './restore.ts'
import { findProgram, type StateMachine } from './state-machine.ts'
import { TemporaryDirectory } from './spill.ts'
import { statusChangeDetail } from './status-event.ts'

/** What an engine is built from. Everything but `invokeFunction` has a default or may be left out. */
export interface EngineOptions {
  /** For ARNs and history; default `us-east-1`. */
  readonly region?: string
  /** Twelve digits; default `123456789012`. */
  readonly accountId?: string
  /** Default: the clock of the machine. */
  readonly clock?: Clock
  /** For item readers and result writers. */
  readonly s3?: S3Client
  /** For Lambda tasks. */
  readonly invokeFunction?: InvokeFunction
  /** For `sns:publish`. */
  readonly publish?: Publish
  /** For services that the engine has no code of its own for (`aws-sdk:`, DynamoDB, SQS ...). */
  readonly callService?: CallService
  /** Share of EXPRESS children, 0 to 1, that run twice, as AWS may run them; for tests. Default 0. */
  readonly expressDuplicates?: number
  /** Gets the `detail` of EventBridge's status change event of every STANDARD execution that is no Map Run child. */
  readonly onExecutionStatusChange?: (detail: JsonObject) => void
  /** A file in which machines and STANDARD executions survive a restart of the process. Absent: memory only. */
  readonly storePath?: string
  /** Asked before every call that a state machine makes in its role's name; throws to deny it. */
  readonly authorize?: Authorize
}

const CLOSE_PATIENCE_MS = 2000
const REDRIVE_WINDOW_MS = 14 * 24 * 3600 * 1000

/** Answers one API request. */
export type HandleRequest = (
  core: EngineCore,
  target: string,
  body: string,
) => Promise<{ readonly status: number; readonly body: string }>

/** Starts, stops and redrives executions, and holds what the API shows. */
export class EngineCore implements ExecutionControl {
  readonly registry = new Registry()
  readonly tokens = new TaskTokens()
  readonly activities: Activities
  readonly clock: Clock
  readonly region: string
  readonly accountId: string
  readonly runner: Executions
  readonly services: RunServices
  private readonly express = new Set<Execution>()
  private readonly spill = new TemporaryDirectory()
  private readonly persistence: Persistence | undefined
  private readonly onStatusChange: (detail: JsonObject) => void

  /** `handle` answers API requests of state machines; it is handed in because the API is built on this class. */
  constructor(options: EngineOptions, handle: HandleRequest) {
    const clock = options.clock ?? systemClock()
    const region = options.region ?? 'us-east-1'
    const accountId = options.accountId ?? '123456789012'
    this.clock = clock
    this.activities = new Activities(clock)
    this.region = region
    this.accountId = accountId
    const persistence = options.storePath === undefined ? undefined : new Persistence(options.storePath)
    this.persistence = persistence
    this.onStatusChange = options.onExecutionStatusChange ?? (() => {})
    this.runner = new Executions({
      clock,
      services: () => this.services,
      onChange: (execution) => this.noteChange(execution),
    })
    const { s3, authorize, publish } = options
    const invokeFunction: InvokeFunction =
      options.invokeFunction ??
      (() => Promise.reject(new Error('This engine was created without "invokeFunction"; pass one to createEngine.')))
    this.services = {
      clock,
      region,
      tasks: new Integrations({
        region,
        accountId,
        now: () => clock.now(),
        invokeFunction,
        authorize,
        publish,
        s3,
        callService: options.callService,
        handleRequest: (target, body) => handle(this, target, body),
        executions: this,
        tokens: this.tokens,
        activities: this.activities,
      }),
      maps: new DistributedMaps({
        clock,
        region,
        accountId,
        s3,
        authorize,
        spill: this.spill,
        runner: this.runner,
        registry: this.registry,
        observer: persistence,
        expressDuplicates: options.expressDuplicates ?? 0,
      }),
      onProgress: (execution) => persistence?.executionMoved(execution),
    }
    if (persistence !== undefined) this.restore(persistence)
  }

  /** Starts an execution of a machine. @throws ApiError */
  async start(request: {
    stateMachineArn: string
    name?: string
    input: string
    traceHeader?: string
  }): Promise<Execution> {
    const program = this.programOf(request.stateMachineArn)
    const name = request.name ?? randomUUID()
    if (!isValidName(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`)
    checkInput(request.input)
    const isExpress = program.type === 'EXPRESS'
    const kind = isExpress ? 'express' : 'execution'
    const base = `arn:aws:states:${this.region}:${this.accountId}:${kind}:${program.stateMachineName}:${name}`
    const arn = isExpress ? `${base}:${randomUUID()}` : base
    const earlier = this.registry.execution(arn)
    if (earlier !== undefined) {
      if (earlier.status === 'RUNNING' && earlier.input === request.input) return earlier
      throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`)
    }
    const execution = new Execution({ arn, name, program, input: request.input }, this.clock)
    execution.traceHeader = request.traceHeader
    if (isExpress) this.runUnlisted(execution)
    else {
      this.registry.addExecution(execution)
      void this.runner.run(execution)
    }
    return execution
  }

  /** EXPRESS executions cannot be asked for again, so they are only held while they run. */
  private runUnlisted(execution: Execution): void {
    this.express.add(execution)
    void this.runner.run(execution).then(() => this.express.delete(execution))
  }

  /** Stops a running execution; its Map Runs and `.sync` tasks stop with it. @throws ApiError */
  async stop(executionArn: string, error: string | undefined, cause: string | undefined): Promise<void> {
    const execution = this.executionOrFail(executionArn)
    if (execution.status !== 'RUNNING') return
    execution.cancellation.cancel({ kind: 'abort', error, cause })
    await execution.finished
  }

  /** Runs a failed execution on from its failed states. @throws ApiError */
  redrive(executionArn: string): Execution {
    const execution = this.executionOrFail(executionArn)
    const { status, reason } = redriveStatus(execution)
    if (status === 'REDRIVABLE_BY_MAP_RUN')
      throw notRedrivable(`Execution '${executionArn}' is a child of a Map Run; redrive its parent`)
    if (status === 'NOT_REDRIVABLE') throw notRedrivable(reason ?? 'it cannot be redriven')
    const now = this.clock.now()
    if (now - (execution.stopDate ?? now) > REDRIVE_WINDOW_MS)
      throw notRedrivable('The execution ended more than 14 days ago')
    execution.cancellation = new Cancellation()
    void this.runner.redrive(execution)
    return execution
  }

  find(executionArn: string): Execution | undefined {
    return this.registry.execution(executionArn)
  }

  /** @throws ApiError ExecutionDoesNotExist */
  executionOrFail(arn: string): Execution {
    if (!/^arn:[^:]+:states:[^:]*:\d*:(execution|express):.+/.test(arn))
      throw new ApiError('InvalidArn', `Invalid Arn: '${arn}'`)
    const execution = this.registry.execution(arn)
    if (execution === undefined) throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`)
    return execution
  }

  /** The program that a machine, version or alias ARN stands for now. @throws ApiError StateMachineDoesNotExist */
  programOf(arn: string): Program {
    const program = findProgram(this.registry.machines, arn)
    if (program === undefined) throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
    return program
  }

  /** Stops all work; executions stay RUNNING. */
  async close(): Promise<void> {
    const running = [...this.registry.allExecutions(), ...this.express].filter(({ status }) => status === 'RUNNING')
    for (const { cancellation } of running) cancellation.cancel({ kind: 'shutdown' })
    // What hangs in a call of the host is left behind.
    await Promise.race([Promise.all(running.map(({ finished }) => finished)), patience()])
    this.activities.close()
    this.persistence?.close()
    this.registry.dispose()
    this.spill.dispose()
  }

  /** Writes a machine down after it was changed. */
  noteMachine(machine: StateMachine): void {
    this.persistence?.machineChanged(machine)
  }

  /** Writes an activity down after it was made or changed. */
  noteActivity(activity: Activity): void {
    this.persistence?.activityChanged(activity)
  }

  /** Forgets an activity; its tasks that wait go on waiting. */
  deleteActivity(arn: string): void {
    this.activities.delete(arn)
    this.persistence?.activityDeleted(arn)
  }

  /** Forgets a machine; its executions stay. */
  deleteMachine(arn: string): void {
    this.registry.machines.delete(arn)
    this.persistence?.machineDeleted(arn)
  }

  private restore(persistence: Persistence): void {
    const running = restore(persistence.takeEntries(), this.registry, this.activities, this.clock, this.spill)
    for (const execution of this.registry.allExecutions()) persistence.restored(execution)
    for (const mapRun of this.registry.allMapRuns())
      for (const { execution } of mapRun.children) if (execution !== undefined) persistence.restored(execution)
    for (const execution of running) void this.runner.resume(execution)
  }

  private noteChange(execution: Execution): void {
    this.persistence?.executionMoved(execution)
    if (execution.program.type !== 'STANDARD' || execution.membership !== undefined) return
    try {
      this.onStatusChange(statusChangeDetail(execution))
    } catch {
      // A listener that fails is the host's affair and must not change how an execution ends.
    }
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, CLOSE_PATIENCE_MS).unref()
  })
}

function checkInput(input: string): void {
  if (byteLength(input) > PAYLOAD_LIMIT_BYTES)
    throw new ApiError(
      'ValidationException',
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    )
  if (tryParseJson(input) === undefined)
    throw new ApiError('InvalidExecutionInput', 'Invalid State Machine Execution Input: The input is not valid JSON')
}

function notRedrivable(reason: string): ApiError {
  return new ApiError('ExecutionNotRedrivable', `Execution Not Redrivable: ${reason}`)
}
