import type { Json, JsonObject } from '../language/json.ts'
import type { Execution } from './execution.ts'
import type { MapItem, StateVisit } from './scope.ts'

/** The context object (`$$`, `$states.context`) as a state sees it. `item` replaces the iteration's own item. */
export function contextObject(visit: StateVisit, item: MapItem | undefined = visit.scope.mapItem): JsonObject {
  const { execution } = visit.scope
  const context: JsonObject = {
    Execution: executionContext(execution),
    StateMachine: { Id: execution.program.stateMachineArn, Name: execution.program.stateMachineName },
    State: stateContext(visit),
  }
  if (visit.taskToken !== undefined) context['Task'] = { Token: visit.taskToken }
  if (item !== undefined) context['Map'] = { Item: mapItemContext(item) }
  return context
}

function executionContext(execution: Execution): JsonObject {
  const context: JsonObject = {
    Id: execution.arn,
    Input: execution.inputValue,
    StartTime: isoTime(execution.startDate),
    Name: execution.name,
    RoleArn: execution.program.roleArn,
    RedriveCount: execution.redriveCount,
  }
  if (execution.redriveDate !== undefined) context['RedriveTime'] = isoTime(execution.redriveDate)
  return context
}

// Recordings show RetryCount only in states that can be retried.
function stateContext({ name, state, enteredAt, retryCount }: StateVisit): JsonObject {
  const canRetry = state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map'
  return { Name: name, EnteredTime: isoTime(enteredAt), ...(canRetry ? { RetryCount: retryCount } : {}) }
}

function mapItemContext(item: MapItem): JsonObject {
  const context: Record<string, Json> = { Index: item.Index, Value: item.Value }
  if (item.Key !== undefined) context['Key'] = item.Key
  if (item.Source !== undefined) context['Source'] = item.Source
  return context
}

/** ISO 8601 in UTC with milliseconds, as all of AWS's context times are. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
