import { LAMBDA_TRANSIENT_ERRORS, RETRYABLE_ERRORS } from '@hourglass/contracts/error-names'
import type { Catcher, PayloadTemplate, Retrier, TaskState, Transition } from './asl.ts'

/**
 * Lambda itself stumbled: 2, 4, 8, 16, 30, 30 s at most, each drawn from zero up (jitter), so that the children of a
 * wide Map do not come back together.
 */
const TRANSIENT: Retrier = {
  ErrorEquals: LAMBDA_TRANSIENT_ERRORS,
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
}

/** The worker said that the same call can succeed later: 5, 10, 20, 40 s. */
const RETRYABLE: Retrier = { ErrorEquals: RETRYABLE_ERRORS, IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 4 }

const WORKER_RETRY: readonly Retrier[] = [TRANSIENT, RETRYABLE]

/** Seconds between a worker's own timeout and the task's: the worker ends first, with the clearer error. */
const TASK_GRACE_SECONDS = 10

export interface WorkerTaskProps {
  /** ARN with a version, so that a redrive meets the code that its execution started with. */
  readonly functionArn: string
  /** Timeout of the Lambda function, in seconds. */
  readonly timeoutSeconds: number
  /** What the worker gets; absent: the state's whole input. */
  readonly payload?: PayloadTemplate
  /** `replace`: the state becomes what the worker returned. `drop`: nothing is kept (inner Maps end in `{}`). */
  readonly result: 'overwrite' | 'drop' | { readonly selector: PayloadTemplate }
  readonly catches?: readonly Catcher[]
  readonly next: Transition
  readonly comment: string
}

/** A Task that invokes a worker and retries what a retry can cure. */
export function workerTask(props: WorkerTaskProps): TaskState {
  return {
    Type: 'Task',
    Comment: props.comment,
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: props.functionArn,
      ...(props.payload === undefined ? { 'Payload.$': '$' } : { Payload: props.payload }),
    },
    ...resultFields(props.result),
    TimeoutSeconds: props.timeoutSeconds + TASK_GRACE_SECONDS,
    Retry: WORKER_RETRY,
    ...(props.catches === undefined ? {} : { Catch: props.catches }),
    ...props.next,
  }
}

function resultFields(result: WorkerTaskProps['result']): Partial<Pick<TaskState, 'OutputPath' | 'ResultSelector'>> {
  if (result === 'overwrite') return { OutputPath: '$.Payload' }
  if (result === 'drop') return { ResultSelector: {} }
  return { ResultSelector: result.selector }
}
