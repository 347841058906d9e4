import { isObject, type JsonObject } from '../language/json.ts'
import type { HistoryEvent } from '../run/history.ts'

const PAYLOADS = ['input', 'output', 'parameters', 'assignedVariables']

/** An event as GetExecutionHistory sends it; without `withData` its payloads are left out. */
export function eventJson(event: HistoryEvent, withData: boolean): JsonObject {
  const json: JsonObject = {
    timestamp: event.timestamp / 1000,
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
  }
  if (event.detailsField !== undefined && isObject(event.details ?? null))
    json[event.detailsField] = detailsJson(event.details ?? {}, withData)
  return json
}

function detailsJson(details: JsonObject, withData: boolean): JsonObject {
  if (withData) return details
  return Object.fromEntries(Object.entries(details).filter(([name]) => !PAYLOADS.includes(name)))
}
