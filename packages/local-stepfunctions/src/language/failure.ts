/**
 * A state failed: the pair that Retry and Catch look at. `prefixed` failures get AWS's sentence
 * "An error occurred while executing the state 'NAME' (entered at the event id #N). " in front of their cause.
 */
export class StateFailure extends Error {
  readonly error: string | undefined
  readonly causeText: string | undefined
  /** From a field of the state itself: the sentence naming state and event belongs in front of the cause. */
  readonly prefixed: boolean
  /** For JSONata: the field whose evaluation failed; `null` when it is not one field. Absent for other failures. */
  readonly location: string | null | undefined
  /** `States.ALL` catches States.DataLimitExceeded only where a task's result was too large (recorded behaviour). */
  readonly fromTask: boolean

  constructor(
    error: string | undefined,
    causeText: string | undefined,
    options: { prefixed?: boolean; location?: string | null; fromTask?: boolean; cause?: unknown } = {},
  ) {
    super(`${error ?? 'no error name'}: ${causeText ?? 'no cause'}`, { cause: options.cause })
    this.name = 'StateFailure'
    this.error = error
    this.causeText = causeText
    this.prefixed = options.prefixed ?? false
    this.location = options.location
    this.fromTask = options.fromTask ?? false
  }
}

/** `States.Runtime` with AWS's sentence in front: a definition or a path that does not fit the data. */
export function runtimeFailure(message: string): StateFailure {
  return new StateFailure('States.Runtime', message, { prefixed: true })
}

/** An intrinsic function that was called with values it does not take. */
export function intrinsicFailure(message: string): StateFailure {
  return new StateFailure('States.IntrinsicFailure', message, { prefixed: true })
}

/** A JSONata expression that failed; `location` is the field, such as `Output/total`. */
export function queryFailure(message: string, location: string | null): StateFailure {
  return new StateFailure('States.QueryEvaluationError', message, { prefixed: true, location })
}
