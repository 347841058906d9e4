import { queryFailure, runtimeFailure } from '../../language/failure.ts'
import { parsePath } from '../../language/jsonpath/parse-path.ts'
import { findPath } from '../../language/jsonpath/evaluate-path.ts'
import type { Json } from '../../language/json.ts'
import { parseTimestamp } from '../../language/timestamp.ts'
import type { StateVisit } from '../scope.ts'
import { sleep } from '../sleep.ts'
import type { StateIo, StateResult } from '../state-io.ts'

/** Wait: until a number of seconds has passed, or until a time. */
export async function runWait(visit: StateVisit, io: StateIo): Promise<StateResult> {
  const { services, cancellation } = visit.scope
  const now = services.clock.now()
  // Counted from the entry, so that a restart of the process does not wait again.
  const until = await wakeTime(visit, io, visit.enteredAt)
  await sleep(services.clock, Math.max(0, until - now), cancellation)
  return io.passOn(visit.state.Assign === undefined ? {} : { Assign: visit.state.Assign })
}

async function wakeTime({ state, language, scope }: StateVisit, io: StateIo, now: number): Promise<number> {
  const variables = scope.progress.variables
  if (state.SecondsPath !== undefined) return now + 1000 * secondsAt(state.SecondsPath, io.input, variables)
  if (state.TimestampPath !== undefined) return timestampAt(state.TimestampPath, io.input, variables)
  if (state.Seconds !== undefined) return now + 1000 * ((await io.integer('Seconds')) ?? 0)
  const text = (await io.text('Timestamp')) ?? ''
  const time = parseTimestamp(text)
  if (time !== undefined) return time
  const message = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`
  throw language === 'JSONata' ? queryFailure(message, 'Timestamp') : runtimeFailure(message)
}

function secondsAt(path: string, input: Json, variables: Readonly<Record<string, Json>>): number {
  const value = lookUp(path, input, variables)
  if (value === undefined || value === null)
    throw runtimeFailure(`The SecondsPath parameter does not reference an input value: ${path}`)
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw runtimeFailure(`The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown}`)
  }
  if (number < 0) throw runtimeFailure(`The SecondsPath parameter references a negative value: ${path} == ${shown}`)
  return number
}

function timestampAt(path: string, input: Json, variables: Readonly<Record<string, Json>>): number {
  const value = lookUp(path, input, variables)
  if (value === undefined || value === null)
    throw runtimeFailure(`The TimestampPath parameter does not reference an input value: ${path}`)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const time = parseTimestamp(text)
  if (time !== undefined) return time
  throw runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${text}`,
  )
}

function lookUp(text: string, input: Json, variables: Readonly<Record<string, Json>>): Json | undefined {
  const path = parsePath(text)
  if (path.root.kind !== 'variable') return findPath(path, input)
  const value = variables[path.root.name]
  return value === undefined ? undefined : findPath(path, value)
}
