import type { Json } from '../language/json.ts'
import type { Cancellation } from './cancellation.ts'
import type { Execution } from './execution.ts'

/** How a Task waits for what it calls. */
export type TaskPattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken'

/** A parsed `Resource`. */
export interface TaskResource {
  readonly arn: string
  /** `lambda`, `states`, `sns`, `aws-sdk:s3` ...; undefined when the ARN is a Lambda function itself. */
  readonly service: string | undefined
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
  /** Reports what the first response of a `.sync` or token task was. */
  readonly submitted: (output: Json) => void
  /** Reports a heartbeat of a token task. */
  readonly heartbeat: () => void
}

/** Calls services for Task states. */
export interface TaskCaller {
  /** Resolves with the task's result. @throws StateFailure with the error name AWS gives */
  call(call: TaskCall): Promise<Json>
}

const INTEGRATION =
  /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[A-Za-z0-9]+):([A-Za-z0-9]+)(\.sync:2|\.sync|\.waitForTaskToken)?$/
const LAMBDA_FUNCTION = /^arn:[^:]+:lambda:[^:]*:\d+:function:[^:]+(:[^:]+)?$/

/** Reads a Task's `Resource`; undefined when it is neither a function nor an integration. */
export function parseResource(arn: string): TaskResource | undefined {
  if (LAMBDA_FUNCTION.test(arn)) return { arn, service: undefined, action: 'invoke', pattern: 'requestResponse' }
  const match = INTEGRATION.exec(arn)
  const [service, action, suffix] = [match?.[1], match?.[2], match?.[3]]
  if (service === undefined || action === undefined || service === 'activity') return undefined
  return { arn, service, action, pattern: patternOf(suffix) }
}

function patternOf(suffix: string | undefined): TaskPattern {
  if (suffix === '.sync') return 'sync'
  if (suffix === '.sync:2') return 'sync:2'
  return suffix === '.waitForTaskToken' ? 'waitForTaskToken' : 'requestResponse'
}
