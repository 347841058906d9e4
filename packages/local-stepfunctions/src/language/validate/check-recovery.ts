import type { QueryLanguage } from '../definition.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { isWholeNumber } from './check-simple.ts'
import type { Problems } from './problems.ts'

const RETRIER_FIELDS = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
]
const CATCHER_FIELDS = {
  JSONPath: ['ErrorEquals', 'Next', 'ResultPath', 'Assign', 'Comment'],
  JSONata: ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'],
}

/** Checks Retry and Catch. */
export function checkRecovery(state: JsonObject, at: string, language: QueryLanguage, problems: Problems): void {
  for (const [index, retrier, location] of entries(state, 'Retry', at, problems)) {
    checkNames(retrier, index, listOf(state['Retry']).length, location, problems)
    checkFields(retrier, RETRIER_FIELDS, location, problems)
    checkRetrier(retrier, location, problems)
  }
  for (const [index, catcher, location] of entries(state, 'Catch', at, problems)) {
    checkNames(catcher, index, listOf(state['Catch']).length, location, problems)
    checkFields(catcher, CATCHER_FIELDS[language], location, problems)
    if (typeof catcher['Next'] !== 'string') problems.schema("The field 'Next' is required but was missing", location)
  }
}

function* entries(
  state: JsonObject,
  field: string,
  at: string,
  problems: Problems,
): Generator<[number, JsonObject, string]> {
  const list = state[field]
  if (list !== undefined && !Array.isArray(list))
    problems.schema(`The field '${field}' must be a list`, `${at}/${field}`)
  for (const [index, entry] of listOf(list).entries()) {
    const location = `${at}/${field}[${index}]`
    if (isObject(entry)) yield [index, entry, location]
    else problems.schema(`An entry of '${field}' must be an object`, location)
  }
}

function checkNames(entry: JsonObject, index: number, count: number, at: string, problems: Problems): void {
  const { ErrorEquals } = entry
  if (
    !Array.isArray(ErrorEquals) ||
    ErrorEquals.length === 0 ||
    !ErrorEquals.every((name) => typeof name === 'string')
  ) {
    problems.schema("The field 'ErrorEquals' must be a list of at least one error name", at)
    return
  }
  if (!ErrorEquals.includes('States.ALL')) return
  if (ErrorEquals.length > 1)
    problems.schema("'States.ALL' must be the only error name of its list", `${at}/ErrorEquals`)
  if (index !== count - 1) problems.schema("'States.ALL' must stand in the last entry", `${at}/ErrorEquals`)
}

function checkRetrier(retrier: JsonObject, at: string, problems: Problems): void {
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier
  const need = (ok: boolean, field: string, rule: string): void => {
    if (!ok) problems.schema(`The field '${field}' must be ${rule}`, `${at}/${field}`)
  }
  need(
    IntervalSeconds === undefined || isWholeNumber(IntervalSeconds, 1, 99_999_999),
    'IntervalSeconds',
    'an integer between 1 and 99999999',
  )
  need(
    MaxAttempts === undefined || isWholeNumber(MaxAttempts, 0, 99_999_999),
    'MaxAttempts',
    'an integer between 0 and 99999999',
  )
  need(
    BackoffRate === undefined || (typeof BackoffRate === 'number' && BackoffRate >= 1),
    'BackoffRate',
    'a number of at least 1.0',
  )
  need(
    MaxDelaySeconds === undefined || isWholeNumber(MaxDelaySeconds, 1, 31_622_400),
    'MaxDelaySeconds',
    'an integer between 1 and 31622400',
  )
  need(
    JitterStrategy === undefined || JitterStrategy === 'FULL' || JitterStrategy === 'NONE',
    'JitterStrategy',
    'one of [FULL, NONE]',
  )
  if (
    typeof MaxDelaySeconds === 'number' &&
    MaxDelaySeconds <= (typeof IntervalSeconds === 'number' ? IntervalSeconds : 1)
  ) {
    problems.schema(
      "The field 'MaxDelaySeconds' must be greater than the field 'IntervalSeconds'",
      `${at}/MaxDelaySeconds`,
    )
  }
}

function checkFields(entry: JsonObject, allowed: readonly string[], at: string, problems: Problems): void {
  for (const field of Object.keys(entry)) {
    if (!allowed.includes(field)) problems.schema(`Field '${field}' is not supported`, at)
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
