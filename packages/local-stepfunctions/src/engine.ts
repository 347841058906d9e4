import { handleRequest, type ApiResponse } from './api/handle-request.ts'
import { eventJson } from './api/history-json.ts'
import type { Cancel } from './clock/clock.ts'
import { EngineCore, type EngineOptions } from './engine/core.ts'
import type { JsonObject } from './language/json.ts'

export type { ApiResponse } from './api/handle-request.ts'
export type { EngineOptions } from './engine/core.ts'

/** What to run to its end. */
export interface RunRequest {
  readonly stateMachineArn: string
  readonly name?: string
  /** JSON text; `{}` when absent. */
  readonly input?: string
  /** Stops the execution after so many milliseconds of the engine's clock. */
  readonly stopAfterMs?: number
  /** Answers after so many milliseconds of the engine's clock even if the execution is still RUNNING. */
  readonly patienceMs?: number
}

/** How an execution ended. */
export interface RunOutcome {
  readonly executionArn: string
  readonly status: string
  /** JSON text. */
  readonly output: string | undefined
  readonly error: string | undefined
  readonly cause: string | undefined
  /** As GetExecutionHistory gives it; empty for EXPRESS. */
  readonly history: JsonObject[]
}

/** A Step Functions service for one machine. */
export interface Engine {
  /**
   * Answers one API request in AWS JSON 1.0; mount it behind any HTTP server. Signatures are not checked. Never rejects.
   * @param target value of the `X-Amz-Target` header, such as `AWSStepFunctions.StartExecution`
   * @param body JSON text
   */
  handleRequest(target: string, body: string): Promise<ApiResponse>
  /** Starts an execution and waits for its end. Unlike the API this works for EXPRESS too. @throws ApiError */
  run(request: RunRequest): Promise<RunOutcome>
  /** Stops all work. Executions that run stay RUNNING; nothing else is reported for them. */
  close(): Promise<void>
}

/**
 * Makes an engine.
 * @example
 * const engine = createEngine({ s3, invokeFunction })
 * await engine.handleRequest('AWSStepFunctions.CreateStateMachine', JSON.stringify({ name, definition, roleArn }))
 */
export function createEngine(options: EngineOptions): Engine {
  const core = new EngineCore(options, handleRequest)
  return {
    handleRequest: (target, body) => handleRequest(core, target, body),
    run: (request) => runToEnd(core, request),
    close: () => core.close(),
  }
}

async function runToEnd(
  core: EngineCore,
  { stopAfterMs, patienceMs, input = '{}', ...request }: RunRequest,
): Promise<RunOutcome> {
  const execution = await core.start({ ...request, input })
  const after = (ms: number | undefined, act: () => void): Cancel =>
    ms === undefined ? () => {} : core.clock.setTimeout(act, ms)
  const stopTimer = after(stopAfterMs, () => void core.stop(execution.arn, undefined, undefined))
  await new Promise<void>((resolve) => {
    const patienceTimer = after(patienceMs, resolve)
    void execution.finished.then(() => {
      patienceTimer()
      resolve()
    })
  })
  stopTimer()
  const { arn, status, output, error, cause, history } = execution
  return {
    executionArn: arn,
    status,
    output,
    error,
    cause,
    history: history.events.map((event) => eventJson(event, true)),
  }
}
