import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { FunctionModel } from '../stack/model/model.ts'
import { functionNotFound, LambdaError, tooManyRequests } from './errors.ts'
import { FunctionLogs, type LogLine } from './function-log.ts'
import { type InvocationRecord, PAYLOAD_LIMIT_BYTES, payloadOf, reportLine } from './invocation.ts'
import { type FunctionStats, Totals } from './stats.ts'
import { type PoolLimits, WorkerPool } from './worker-pool.ts'
import type { WorkerOutcome, WorkerProcess } from './worker-process.ts'
import { WorkerStarter, type WorkerStarterOptions } from './worker-starter.ts'

/** Lambda gives the start of a worker ten seconds. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MS = 10_000

/** How to run the functions of a model. */
export interface LambdaOptions extends WorkerStarterOptions {
  readonly functions: readonly FunctionModel[]
  /** Default: twice the cores at once per function, 1000 waiting, workers idle for five minutes end. */
  readonly limits?: Partial<PoolLimits>
  readonly onLog?: ((line: LogLine) => void) | undefined
  readonly onInvocation?: ((record: InvocationRecord) => void) | undefined
}

/** One call of a function. */
export interface InvokeInput {
  /** Name, partial ARN or ARN, with or without a qualifier. */
  readonly functionName: string
  readonly qualifier?: string | undefined
  /** JSON text; empty means `{}`. */
  readonly payload: string
  /** Keep the end of the log for `logTail`. */
  readonly keepLogTail?: boolean
}

/** What a call gave. `payload` is the error object as JSON text when `functionError` is set. */
export interface InvokeOutput {
  readonly payload: string
  readonly functionError: 'Unhandled' | undefined
  /** The version that ran: `$LATEST`, or the number that an alias points at. */
  readonly executedVersion: string
  /** The last 4 KB of the invocation's log, if it was asked for. */
  readonly logTail: string
  readonly record: InvocationRecord
}

/** A function as it was called. */
export interface ResolvedFunction {
  readonly model: FunctionModel
  /** `$LATEST` or a number. */
  readonly version: string
  /** The function's ARN with the qualifier of the call. */
  readonly invokedArn: string
}

/** Runs functions in child processes, warm between invocations, with the limits that the stack gives them. */
export class LambdaRuntime {
  readonly functions: readonly FunctionModel[]
  private readonly byName: ReadonlyMap<string, FunctionModel>
  private readonly pool: WorkerPool
  private readonly starter: WorkerStarter
  private readonly logs: FunctionLogs
  private readonly totals = new Totals()
  private readonly onInvocation: (record: InvocationRecord) => void
  private stopped = false

  constructor(options: LambdaOptions) {
    this.functions = options.functions
    this.byName = new Map(options.functions.map((model) => [model.name, model]))
    const concurrency = options.limits?.concurrency ?? 2 * availableParallelism()
    this.pool = new WorkerPool({
      queue: 1000,
      processes: 4 * concurrency,
      idleMs: 300_000,
      ...options.limits,
      concurrency,
    })
    this.logs = new FunctionLogs(join(options.dataFolder, 'logs'), options.onLog ?? (() => undefined))
    this.starter = new WorkerStarter(options, this.logs)
    this.onInvocation = options.onInvocation ?? (() => undefined)
  }

  /** The function that a name, partial ARN or ARN means. @throws LambdaError ResourceNotFoundException */
  find(functionName: string, qualifier?: string): FunctionModel {
    return this.resolve(functionName, qualifier).model
  }

  /** The same, with the version that runs: what an alias points at. @throws LambdaError ResourceNotFoundException */
  resolve(functionName: string, qualifier?: string): ResolvedFunction {
    const match = /^(?:arn:[^:]+:lambda:[^:]*:\d*:function:|(?:\d+:)?function:|)([^:]+)(?::([^:]+))?$/.exec(
      functionName,
    )
    const model = this.byName.get(match?.[1] ?? '')
    const chosen = qualifier ?? match?.[2]
    const version = model?.qualifiers[chosen ?? '$LATEST']
    if (model !== undefined && version !== undefined) {
      return { model, version, invokedArn: chosen === undefined ? model.arn : `${model.arn}:${chosen}` }
    }
    throw functionNotFound(chosen === undefined ? functionName : `${functionName} (${chosen})`)
  }

  /**
   * Runs a function and waits for its result. What the function does wrong is in the result, not thrown.
   * @throws LambdaError ResourceNotFoundException, RequestTooLargeException, InvalidRequestContentException,
   *   TooManyRequestsException
   */
  async invoke(input: InvokeInput): Promise<InvokeOutput> {
    const resolved = this.resolve(input.functionName, input.qualifier)
    const { model } = resolved
    const payload = checkPayload(input.payload, PAYLOAD_LIMIT_BYTES)
    this.checkConcurrency(model)
    const requestId = randomUUID()
    const askedAt = performance.now()
    if (input.keepLogTail === true) this.logs.keepTail(requestId)
    const { worker, isNew } = await this.pool.take(model.name, () => this.starter.start(model))
    const queuedMs = performance.now() - askedAt
    try {
      const start = isNew ? await worker.ready(Math.max(INIT_TIMEOUT_MS, model.timeoutSeconds * 1000)) : undefined
      const initMs = start?.kind === 'ready' ? start.initMs : undefined
      const { outcome, durationMs, startedAt } = await this.run(resolved, worker, start, requestId, payload)
      const answer = payloadOf(outcome, requestId, model.timeoutSeconds)
      const record: InvocationRecord = {
        functionName: model.name,
        requestId,
        startedAt,
        durationMs,
        billedMs: Math.ceil(durationMs + (initMs ?? 0)),
        initMs,
        queuedMs,
        memoryMb: model.memoryMb,
        peakMemoryMb: outcome.peakMemoryMb,
        status: answer.status,
        errorType: answer.error?.errorType,
      }
      this.finish(record, answer.error?.trace === undefined ? answer.error?.errorMessage : undefined)
      const functionError = answer.error === undefined ? undefined : 'Unhandled'
      const logTail = this.logs.takeTail(requestId)
      return { payload: answer.payload, functionError, executedVersion: resolved.version, logTail, record }
    } finally {
      this.pool.release(model.name, worker)
    }
  }

  /** Totals by function name since the start. */
  stats(): Readonly<Record<string, FunctionStats>> {
    return this.totals.all()
  }

  /** Ends every worker. Invocations under way fail as if their worker had been killed. */
  async stop(): Promise<void> {
    this.stopped = true
    await this.pool.stop()
  }

  /** What AWS would refuse is refused; what only this machine cannot do at once waits. */
  private checkConcurrency(model: FunctionModel): void {
    const { name, reservedConcurrency } = model
    if (this.stopped) throw new LambdaError('ServiceException', 500, 'the local cloud is stopping')
    const overReserved = reservedConcurrency !== undefined && this.pool.inFlight(name) >= reservedConcurrency
    if (!overReserved && !this.pool.isQueueFull(name)) return
    this.totals.addThrottle(name)
    throw tooManyRequests(
      overReserved
        ? `${name} has ${reservedConcurrency} reserved concurrent executions, and all are in use`
        : `too many invocations of ${name} wait for a worker on this machine`,
    )
  }

  private async run(
    { model, version, invokedArn }: ResolvedFunction,
    worker: WorkerProcess,
    start: WorkerOutcome | undefined,
    requestId: string,
    payload: string,
  ): Promise<{ outcome: WorkerOutcome; durationMs: number; startedAt: number }> {
    this.log(model.name, requestId, `START RequestId: ${requestId} Version: ${version}`)
    const startedAt = Date.now()
    if (start !== undefined && start.kind !== 'ready') return { outcome: start, durationMs: 0, startedAt }
    const began = performance.now()
    const timeoutMs = model.timeoutSeconds * 1000
    const call = { requestId, payload, invokedFunctionArn: invokedArn, deadline: startedAt + timeoutMs }
    const outcome = await worker.invoke(call, timeoutMs)
    return { outcome, durationMs: performance.now() - began, startedAt }
  }

  private finish(record: InvocationRecord, problem: string | undefined): void {
    const { functionName, requestId } = record
    if (problem !== undefined)
      this.log(
        functionName,
        requestId,
        `${new Date().toISOString()} ${problem.replace(/^RequestId: (\S+) Error:/, '$1')}`,
      )
    this.log(functionName, requestId, `END RequestId: ${requestId}`)
    this.log(functionName, requestId, reportLine(record))
    this.totals.add(record)
    this.onInvocation(record)
  }

  private log(functionName: string, requestId: string, line: string): void {
    this.logs.add({ functionName, requestId, stream: 'platform', line })
  }
}

/** @throws LambdaError RequestTooLargeException, InvalidRequestContentException */
export function checkPayload(payload: string, limitBytes: number): string {
  const bytes = Buffer.byteLength(payload)
  if (bytes > limitBytes) {
    throw new LambdaError(
      'RequestTooLargeException',
      413,
      `Request must be smaller than ${limitBytes} bytes for the InvokeFunction operation`,
    )
  }
  if (payload !== '' && tryParseJson(payload) === undefined) {
    throw new LambdaError('InvalidRequestContentException', 400, 'Could not parse request body into json')
  }
  return payload === '' ? '{}' : payload
}
