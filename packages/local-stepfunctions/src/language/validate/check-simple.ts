import { expressionIn } from '../jsonata-expression.ts'
import type { Json, JsonObject } from '../json.ts'
import { parseTimestamp } from '../timestamp.ts'
import type { FlowFacts } from './check-flow.ts'

/** Checks a Wait state's own fields. */
export function checkWait(state: JsonObject, at: string, { machine: { problems }, language }: FlowFacts): void {
  const fields = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']
  if (fields.every((field) => state[field] === undefined))
    problems.schema(`There should be one of the following fields: [${fields.join(', ')}]`, at)
  problems.onlyOne(state, fields, at)
  const { Seconds, Timestamp } = state
  if (typeof Seconds === 'number' && Number.isInteger(Seconds))
    problems.bounds(Seconds, '0', '99999999', `${at}/Seconds`)
  else if (Seconds !== undefined && !(language === 'JSONata' && isExpression(Seconds)))
    problems.schema('Expected value of type Integer', `${at}/Seconds`)
  const isTime = typeof Timestamp === 'string' && parseTimestamp(Timestamp) !== undefined
  if (Timestamp !== undefined && !isTime && !(language === 'JSONata' && isExpression(Timestamp))) {
    problems.schema('String does not match RFC3339 timestamp', `${at}/Timestamp`)
  }
}

/** Checks a Fail state's own fields. */
export function checkFail(state: JsonObject, at: string, { machine: { problems } }: FlowFacts): void {
  for (const field of ['Error', 'Cause']) {
    problems.onlyOne(state, [field, `${field}Path`], at)
    if (state[field] !== undefined && typeof state[field] !== 'string')
      problems.schema('Expected value of type String', `${at}/${field}`)
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
