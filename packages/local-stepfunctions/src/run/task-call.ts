import type { Json } from '../language/json.ts'
import type { Cancellation } from './cancellation.ts'
import type { Execution } from './execution.ts'
import type { WaitingTask } from './progress.ts'

/** How a Task waits for what it calls. */
export type TaskPattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken'

/** A parsed `Resource`. */
export interface TaskResource {
  readonly arn: string
  /** `function` and `activity` are what the ARN itself names; an `integration` is an action of a service. */
  readonly kind: 'function' | 'activity' | 'integration'
  /** `lambda`, `states`, `sns`, `aws-sdk:s3` ... */
  readonly service: string
  readonly action: string
  readonly pattern: TaskPattern
}

/** One call of a Task state. */
export interface TaskCall {
  readonly resource: TaskResource
  readonly parameters: Json
  readonly execution: Execution
  /** Role from `Credentials`, or the machine's. */
  readonly roleArn: string
  readonly cancellation: Cancellation
  /** Set for `.waitForTaskToken`. */
  readonly token: string | undefined
  /** Set when the task waited already in a process that is gone. */
  readonly resumed: WaitingTask | undefined
  /** Keeps what a later process needs to go on waiting. */
  readonly remember: (what: Pick<WaitingTask, 'token' | 'executionArn'>) => void
  /** Reports that a worker took the task of an activity. */
  readonly taken: (workerName: string | undefined) => void
  /** Reports what the first response of a `.sync` or token task was. */
  readonly submitted: (output: Json) => void
  /** Reports a heartbeat of a token task. */
  readonly heartbeat: () => void
}

/** Calls services for Task states. */
export interface TaskCaller {
  /** @throws StateFailure States.Runtime when there is no such activity */
  check(resource: TaskResource): void
  /** Resolves with the task's result. @throws StateFailure with the error name AWS gives */
  call(call: TaskCall): Promise<Json>
}

const INTEGRATION =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9]+):([A-Za-z0-9]+)(\.sync:2|\.sync|\.waitForTaskToken)?$/
const ACTIVITY = /^arn:[^:]+:states:[^:]*:\d*:activity:.+$/
const LAMBDA_FUNCTION = /^arn:[^:]+:lambda:[^:]*:\d+:function:[^:]+(:[^:]+)?$/

/** Reads a Task's `Resource`; undefined when it is no function, activity or integration. */
export function parseResource(arn: string): TaskResource | undefined {
  const direct = { arn, pattern: 'requestResponse' } as const
  if (LAMBDA_FUNCTION.test(arn)) return { ...direct, kind: 'function', service: 'lambda', action: 'invoke' }
  if (ACTIVITY.test(arn)) return { ...direct, kind: 'activity', service: 'states', action: 'activity' }
  const match = INTEGRATION.exec(arn)
  const [service, action, suffix] = [match?.[1], match?.[2], match?.[3]]
  if (service === undefined || action === undefined || service === 'activity') return undefined
  return { arn, kind: 'integration', service, action, pattern: patternOf(suffix) }
}

function patternOf(suffix: string | undefined): TaskPattern {
  if (suffix === '.sync') return 'sync'
  if (suffix === '.sync:2') return 'sync:2'
  return suffix === '.waitForTaskToken' ? 'waitForTaskToken' : 'requestResponse'
}
