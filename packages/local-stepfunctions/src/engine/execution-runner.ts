import type { Cancel, Clock } from '../clock/clock.ts'
import { StateFailure } from '../language/failure.ts'
import type { JsonObject } from '../language/json.ts'
import type { ExecutionRunner } from '../map-run/child-pool.ts'
import { Cancelled, type StopReason } from '../run/cancellation.ts'
import type { Execution } from '../run/execution.ts'
import { forgetAttempts } from '../run/progress.ts'
import { runFlow } from '../run/run-flow.ts'
import type { RunServices } from '../run/scope.ts'

/** Longest EXPRESS execution (service quotas). */
const EXPRESS_LIMIT_SECONDS = 300

/** Longest STANDARD execution, redrives included (service quotas). */
const STANDARD_LIMIT_MS = 365 * 24 * 3600 * 1000

/** What a stop from outside follows: nothing, however far the execution had come (observed 2026-09-23). */
const STOPPED_AFTER = 0

/** Runs executions from start, or from where they stopped, to their end, and writes the events at both ends. */
export class Executions implements ExecutionRunner {
  private readonly clock: Clock
  private readonly services: () => RunServices
  private readonly onChange: (execution: Execution) => void

  /** `services` is a function because Map Runs need this runner and this runner needs Map Runs. */
  constructor(options: { clock: Clock; services: () => RunServices; onChange: (execution: Execution) => void }) {
    this.clock = options.clock
    this.services = options.services
    this.onChange = options.onChange
  }

  run(execution: Execution): Promise<void> {
    const { input, program, history } = execution
    history.add('ExecutionStarted', 0, 'executionStartedEventDetails', {
      input,
      inputDetails: { truncated: false },
      roleArn: program.roleArn,
    })
    return this.attempt(execution)
  }

  redrive(execution: Execution): Promise<void> {
    execution.redriveCount += 1
    execution.redriveDate = this.clock.now()
    execution.status = 'RUNNING'
    execution.stopDate = undefined
    execution.error = undefined
    execution.cause = undefined
    forgetAttempts(execution.progress)
    const details = { redriveCount: execution.redriveCount }
    execution.progress.lastEventId = execution.history.add(
      'ExecutionRedriven',
      execution.history.length,
      'executionRedrivenEventDetails',
      details,
    )
    return this.attempt(execution)
  }

  /** Goes on with an execution that was running when the process ended. */
  resume(execution: Execution): Promise<void> {
    return this.attempt(execution)
  }

  private attempt(execution: Execution): Promise<void> {
    this.onChange(execution)
    execution.finished = this.toTheEnd(execution).then(
      () => this.onChange(execution),
      (error: unknown) => this.breakDown(execution, error),
    )
    return execution.finished
  }

  private async toTheEnd(execution: Execution): Promise<void> {
    const { program, progress, cancellation } = execution
    const stopTimer = this.startTimer(execution)
    try {
      const output = await runFlow({
        services: this.services(),
        execution,
        flow: program.flow,
        language: program.flow.QueryLanguage ?? 'JSONPath',
        progress,
        cancellation,
        mapItem: undefined,
      })
      this.succeed(execution, JSON.stringify(output))
    } catch (error) {
      if (error instanceof Cancelled) this.stop(execution, error.reason)
      else this.fail(execution, error)
    } finally {
      stopTimer()
    }
  }

  private startTimer({ program, cancellation, startDate, redriveDate, membership }: Execution): () => void {
    const limit = program.type === 'EXPRESS' ? EXPRESS_LIMIT_SECONDS : Number.POSITIVE_INFINITY
    const seconds = Math.min(program.flow.TimeoutSeconds ?? Number.POSITIVE_INFINITY, limit)
    const timeOut = (): void => cancellation.cancel({ kind: 'timeout' })
    const now = this.clock.now()
    const timers: Cancel[] = []
    if (seconds !== Number.POSITIVE_INFINITY)
      timers.push(this.clock.setTimeout(timeOut, (redriveDate ?? startDate) + seconds * 1000 - now))
    // Children of a Map Run end with their parent.
    if (program.type === 'STANDARD' && membership === undefined)
      timers.push(this.clock.setTimeout(timeOut, startDate + STANDARD_LIMIT_MS - now, 'limit'))
    return () => {
      for (const cancel of timers) cancel()
    }
  }

  private succeed(execution: Execution, output: string): void {
    execution.status = 'SUCCEEDED'
    execution.output = output
    execution.stopDate = this.clock.now()
    const details = { output, outputDetails: { truncated: false } }
    execution.history.close(
      'ExecutionSucceeded',
      execution.progress.lastEventId,
      'executionSucceededEventDetails',
      details,
    )
  }

  private fail(execution: Execution, error: unknown): void {
    const failure = error instanceof StateFailure ? error : new StateFailure('States.Runtime', String(error))
    execution.status = 'FAILED'
    execution.error = failure.error
    execution.cause = failure.causeText
    execution.stopDate = this.clock.now()
    execution.history.close(
      'ExecutionFailed',
      execution.progress.lastEventId,
      'executionFailedEventDetails',
      errorDetails(failure.error, failure.causeText),
    )
  }

  private stop(execution: Execution, reason: StopReason): void {
    if (reason.kind === 'shutdown') return
    execution.stopDate = this.clock.now()
    if (reason.kind === 'timeout') {
      execution.status = 'TIMED_OUT'
      // DescribeExecution tells no error then; only the event does (observed 2026-08-29).
      const details = { error: 'States.Timeout' }
      execution.history.close('ExecutionTimedOut', STOPPED_AFTER, 'executionTimedOutEventDetails', details)
      return
    }
    const { error, cause } = reason.kind === 'abort' ? reason : { error: undefined, cause: undefined }
    execution.status = 'ABORTED'
    execution.error = error
    execution.cause = cause
    execution.history.close(
      'ExecutionAborted',
      STOPPED_AFTER,
      'executionAbortedEventDetails',
      errorDetails(error, cause),
    )
  }

  /** A defect in a callback of the host must not leave an execution RUNNING for ever. */
  private breakDown(execution: Execution, error: unknown): void {
    execution.status = 'FAILED'
    execution.error = 'States.Runtime'
    execution.cause = `Internal error: ${error instanceof Error ? error.message : String(error)}`
    execution.stopDate ??= this.clock.now()
  }
}

function errorDetails(error: string | undefined, cause: string | undefined): JsonObject {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }
}
