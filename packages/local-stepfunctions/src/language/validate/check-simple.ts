import { expressionIn } from '../jsonata-expression.ts'
import type { Json, JsonObject } from '../json.ts'
import { parseTimestamp } from '../timestamp.ts'
import type { FlowFacts } from './check-flow.ts'

/** Checks a Wait state's own fields. */
export function checkWait(state: JsonObject, at: string, { machine: { problems }, language }: FlowFacts): void {
  const fields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter((field) => state[field] !== undefined)
  if (fields.length !== 1)
    problems.schema(
      "A Wait state must have exactly one of the fields 'Seconds', 'SecondsPath', 'Timestamp' and 'TimestampPath'",
      at,
    )
  const { Seconds, Timestamp } = state
  if (
    Seconds !== undefined &&
    !isWholeNumber(Seconds, 0, 99_999_999) &&
    !(language === 'JSONata' && isExpression(Seconds))
  ) {
    problems.schema("The field 'Seconds' must be an integer between 0 and 99999999", `${at}/Seconds`)
  }
  const isTime = typeof Timestamp === 'string' && parseTimestamp(Timestamp) !== undefined
  if (Timestamp !== undefined && !isTime && !(language === 'JSONata' && isExpression(Timestamp))) {
    problems.schema('String does not match RFC3339 timestamp', `${at}/Timestamp`)
  }
}

/** Checks a Fail state's own fields. */
export function checkFail(state: JsonObject, at: string, { machine: { problems } }: FlowFacts): void {
  for (const field of ['Error', 'Cause']) {
    if (state[field] !== undefined && state[`${field}Path`] !== undefined) {
      problems.schema(`A Fail state may have only one of the fields '${field}' and '${field}Path'`, at)
    }
    if (state[field] !== undefined && typeof state[field] !== 'string')
      problems.schema(`The field '${field}' must be a string`, `${at}/${field}`)
  }
}

/** An integer within bounds, both included. */
export function isWholeNumber(value: Json | undefined, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

/** A string of the form `{% ... %}`. */
export function isExpression(value: Json | undefined): boolean {
  return typeof value === 'string' && expressionIn(value) !== undefined
}
