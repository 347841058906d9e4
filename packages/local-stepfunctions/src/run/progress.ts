import type { Json, JsonObject } from '../language/json.ts'

/**
 * How far one flow (a machine, a branch, an iteration) has come. Plain data: a redrive, and a restart of the process,
 * continue from it.
 */
export interface Progress {
  /** The state to run, or being run. */
  state: string
  /** Its raw input. */
  input: Json
  /** Variables visible here: inherited ones, overlaid with this flow's own. */
  variables: JsonObject
  /** Bytes of their JSON texts; absent for none. */
  variableBytes?: number
  /** Number of the event that the next one follows. */
  lastEventId: number
  /** Set while a state is open: it was entered and has not been left, so a redrive does not enter it again. */
  entered?: { readonly eventId: number; readonly at: number; readonly previousEventId: number }
  /** Of an open Parallel or inline Map: one entry for each branch or iteration that was begun. */
  children?: (Progress | undefined)[]
  /** Of an open inline Map: its items, so that a redrive works on the same ones. */
  items?: Json[]
  /** Of an open Distributed Map. */
  mapRunArn?: string
  /** Of an open state that was retried. */
  retry?: RetryProgress
  /** Of an open Task that waits for someone else. */
  waiting?: WaitingTask
  /** Present when the flow is finished. */
  result?: { readonly output: Json }
}

/** How often an open state was retried. */
export interface RetryProgress {
  /** Attempts used of each retrier, by its number. */
  readonly used: number[]
  /** All of them: `RetryCount` of the context object. */
  readonly count: number
  /** When the next attempt may begin, in milliseconds since the epoch; absent once it has. */
  notBefore?: number
}

/** What a Task waits for. */
export interface WaitingTask {
  readonly token?: string
  /** The execution that a `.sync` task started. */
  readonly executionArn?: string
  /** When it began to wait, in milliseconds since the epoch. */
  readonly since: number
  /** False while an activity's task has no worker. */
  readonly isTaken: boolean
}

/** Forgets, here and in every flow inside, how often states were retried and what they waited for: a redrive starts anew. */
export function forgetAttempts(progress: Progress): void {
  delete progress.retry
  delete progress.waiting
  for (const child of progress.children ?? []) if (child !== undefined) forgetAttempts(child)
}

/** A flow that has not begun; one inside another starts with the variables of `outer`. */
export function freshProgress(
  startAt: string,
  input: Json,
  outer: Progress | undefined,
  lastEventId: number,
): Progress {
  const { variables = {}, variableBytes } = outer ?? {}
  return { state: startAt, input, variables, lastEventId, ...(variableBytes === undefined ? {} : { variableBytes }) }
}
