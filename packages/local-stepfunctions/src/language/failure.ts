/** What else is known of a failure; see the fields of StateFailure. */
export interface FailureOptions {
  readonly prefixed?: boolean
  readonly own?: boolean
  readonly location?: string | null
  readonly isHeartbeat?: boolean
  readonly fromTask?: boolean
  readonly cause?: unknown
}

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
  /** From a field of the state itself, whether the sentence stands in front or not. */
  readonly own: boolean
  /** A missed heartbeat, under whichever name it is reported. */
  readonly isHeartbeat: boolean
  /** `States.ALL` catches States.DataLimitExceeded only where a task's result was too large (recorded behaviour). */
  readonly fromTask: boolean

  constructor(error: string | undefined, causeText: string | undefined, options: FailureOptions = {}) {
    super(`${error ?? 'no error name'}: ${causeText ?? 'no cause'}`, { cause: options.cause })
    this.name = 'StateFailure'
    this.error = error
    this.causeText = causeText
    this.prefixed = options.prefixed ?? false
    this.location = options.location
    this.own = options.own ?? this.prefixed
    this.isHeartbeat = options.isHeartbeat ?? false
    this.fromTask = options.fromTask ?? false
  }
}

/** `States.Runtime` with AWS's sentence in front: a definition or a path that does not fit the data. */
export function runtimeFailure(message: string): StateFailure {
  return new StateFailure('States.Runtime', message, { prefixed: true })
}

/**
 * An intrinsic function that was called with values it does not take. AWS fails with States.Runtime here, and not with
 * the States.IntrinsicFailure that its error-handling page lists (observed 2026-09-23).
 */
export function intrinsicFailure(call: string, name: string): StateFailure {
  return runtimeFailure(
    `There was an error while evaluating the intrinsic function: ${call}. Invalid arguments in States.${name}`,
  )
}

/** A JSONata expression that failed; `location` is the field, such as `Output/total`. */
export function queryFailure(message: string, location: string | null): StateFailure {
  return new StateFailure('States.QueryEvaluationError', message, { prefixed: true, location })
}
