import type { RunOutcome } from '../engine.ts'
import { isObject, type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import type { ConformanceCase } from './case.ts'
import { firstDifference, normalise, unfold } from './compare.ts'
import { historyDifference } from './history.ts'

/** Day on which redrive, and with it RedriveCount in the context object, came into being. */
const REDRIVE_LAUNCH = '2023-11-15'

/** The first thing in which an execution came out unlike its recording; undefined when they agree. */
export function outcomeDifference(one: ConformanceCase, actual: RunOutcome): string | undefined {
  const clean = (value: Json): Json => withoutLaterFields(normalise(value, one.normalise ?? []), one.recordedOn ?? '')
  const { expected } = one
  const difference = firstDifference(unfold(wantedOutcome(expected)), clean(outcomeOf(actual, expected)))
  if (difference !== undefined) return difference
  const { history } = expected
  if (!Array.isArray(history)) return undefined
  const recorded = unfold(isReversed(history) ? history.toReversed() : history)
  const events = clean(actual.history)
  return Array.isArray(events) && Array.isArray(recorded) ? historyDifference(recorded, events) : undefined
}

// A status that the recording could not tell (UNKNOWN:...) is not compared.
function knowsStatus(expected: JsonObject): boolean {
  return typeof expected['status'] === 'string' && !expected['status'].startsWith('UNKNOWN')
}

function wantedOutcome(expected: JsonObject): JsonObject {
  const wanted: JsonObject = {}
  if (knowsStatus(expected)) wanted['status'] = expected['status'] ?? null
  if (expected['output'] !== undefined && (expected['output'] !== null || expected['status'] === 'SUCCEEDED'))
    wanted['output'] = expected['output']
  for (const field of ['error', 'cause']) {
    const value = expected[field]
    if (value !== undefined && value !== null) wanted[field] = value
  }
  return wanted
}

function outcomeOf({ status, output, error, cause }: RunOutcome, expected: JsonObject): JsonObject {
  const outcome: JsonObject = {}
  if (knowsStatus(expected)) outcome['status'] = status
  if (output !== undefined) outcome['output'] = tryParseJson(output) ?? null
  if (error !== undefined) outcome['error'] = error
  if (cause !== undefined) outcome['cause'] = cause
  return outcome
}

function isReversed(history: readonly Json[]): boolean {
  const first = history[0]
  return isObject(first ?? null) && history.length > 1 && Reflect.get(Object(first), 'type') !== 'ExecutionStarted'
}

function withoutLaterFields(value: Json, recordedOn: string): Json {
  if (recordedOn === '' || recordedOn >= REDRIVE_LAUNCH) return value
  if (Array.isArray(value)) return value.map((item) => withoutLaterFields(item, recordedOn))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key, item]) => key !== 'RedriveCount' || item !== 0)
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutLaterFields(item, recordedOn)]))
}
