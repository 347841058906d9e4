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
  /** Present when the flow is finished. */
  result?: { readonly output: Json }
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
