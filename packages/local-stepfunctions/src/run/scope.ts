import type { Clock } from '../clock/clock.ts'
import type { Flow, QueryLanguage, State } from '../language/definition.ts'
import { byteLength, type Json, type JsonObject, PAYLOAD_LIMIT_BYTES } from '../language/json.ts'
import { StateFailure } from '../language/failure.ts'
import type { Cancellation } from './cancellation.ts'
import type { Execution } from './execution.ts'
import type { Progress } from './progress.ts'
import type { TaskCaller } from './task-call.ts'

/** Runs the Distributed Map states of an execution. */
export interface MapRunner {
  /** Runs or redrives the Map Run of an open Map state and gives the state's result. */
  runMap(visit: StateVisit): Promise<Json>
}

/** What the interpreter needs from the engine. */
export interface RunServices {
  readonly clock: Clock
  readonly region: string
  readonly tasks: TaskCaller
  readonly maps: MapRunner
  /** Called whenever an execution has moved, so that a store can keep it. */
  readonly onProgress: (execution: Execution) => void
}

/** `Map.Item` of the context object. */
export interface MapItem {
  readonly Index: number
  readonly Value: Json
  readonly Key?: string
  readonly Source?: string
}

/** One flow being run: the machine itself, a branch of Parallel, or an iteration of an inline Map. */
export interface Scope {
  readonly services: RunServices
  readonly execution: Execution
  readonly flow: Flow
  readonly language: QueryLanguage
  readonly progress: Progress
  readonly cancellation: Cancellation
  readonly mapItem: MapItem | undefined
}

/** One visit of one state. */
export interface StateVisit {
  readonly scope: Scope
  readonly name: string
  readonly state: State
  readonly language: QueryLanguage
  /** Raw input, before InputPath. */
  readonly input: Json
  readonly enteredEventId: number
  readonly enteredAt: number
  /** Retries of this visit so far. */
  retryCount: number
  /** Token of a `.waitForTaskToken` task, for `$$.Task.Token`. */
  taskToken: string | undefined
}

/** Writes an event after the flow's last one and moves on to it. Returns its number. */
export function emit(scope: Scope, type: string, detailsField?: string, details?: JsonObject): number {
  const id = scope.execution.history.add(type, scope.progress.lastEventId, detailsField, details)
  scope.progress.lastEventId = id
  return id
}

/** Writes an event beside the flow: the next one does not follow it. Returns its number. */
export function emitAside(
  scope: Scope,
  type: string,
  previous: number,
  detailsField?: string,
  details?: JsonObject,
): number {
  return scope.execution.history.add(type, previous, detailsField, details)
}

/** Whether events are kept, so that their texts are worth making. */
export function isRecording(scope: Scope): boolean {
  return scope.execution.history.recording
}

/** The JSON text of a payload. @throws StateFailure States.DataLimitExceeded over 256 KiB; `owner` is named in it */
export function payloadText(value: Json, owner: string, fromTask = false): string {
  const text = JSON.stringify(value)
  if (text.length * 3 > PAYLOAD_LIMIT_BYTES && byteLength(text) > PAYLOAD_LIMIT_BYTES)
    throw dataLimitFailure(owner, fromTask)
  return text
}

/** AWS's words for a result over 256 KiB. */
export function dataLimitFailure(owner: string, fromTask: boolean): StateFailure {
  return new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${owner}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { fromTask },
  )
}
