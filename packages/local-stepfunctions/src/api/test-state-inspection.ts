import type { State } from '../language/definition.ts'
import { StateFailure } from '../language/failure.ts'
import type { Json, JsonObject } from '../language/json.ts'
import type { StateVisit } from '../run/scope.ts'
import { stateIo } from '../run/state-io.ts'

/** `inspectionData` of TestState: the data after each step of its way through the state, as far as it came. */
export async function inspect(
  visit: StateVisit,
  taskResult: Json | undefined,
  errorDetails: JsonObject | undefined,
): Promise<JsonObject> {
  const data: JsonObject = { input: JSON.stringify(visit.input) }
  if (errorDetails !== undefined) data['errorDetails'] = errorDetails
  try {
    if (visit.language === 'JSONata') await followJsonata(visit, taskResult, data)
    else await followJsonPath(visit, taskResult, data)
  } catch (error) {
    // The answer itself tells what went wrong; the data ends where it did.
    if (!(error instanceof StateFailure)) throw error
  }
  const { variables } = visit.scope.progress
  if (Object.keys(variables).length > 0) data['variables'] = JSON.stringify(variables)
  return data
}

async function followJsonata(visit: StateVisit, taskResult: Json | undefined, data: JsonObject): Promise<void> {
  if (visit.state.Type !== 'Task') return
  data['afterArguments'] = JSON.stringify(await stateIo(visit).payload())
  if (taskResult !== undefined) data['result'] = JSON.stringify(taskResult)
}

async function followJsonPath(visit: StateVisit, taskResult: Json | undefined, data: JsonObject): Promise<void> {
  const { state } = visit
  const io = stateIo(visit)
  data['afterInputPath'] = JSON.stringify(io.input)
  if (state.Type !== 'Task' && state.Type !== 'Pass') return
  const payload = await io.payload()
  data['afterParameters'] = JSON.stringify(payload)
  const result = state.Type === 'Pass' ? (state.Result ?? payload) : taskResult
  if (result === undefined) return
  data['result'] = JSON.stringify(result)
  data['afterResultSelector'] = await finished(visit, result, ['ResultPath', 'OutputPath'])
  data['afterResultPath'] = await finished(visit, result, ['OutputPath'])
}

/** What leaves the state when it lacks some of its last steps. */
async function finished(visit: StateVisit, result: Json, lacking: readonly string[]): Promise<string> {
  const kept = Object.entries(visit.state).filter(([field]) => field !== 'Assign' && !lacking.includes(field))
  // Fields of a state are all optional but Type, which is kept.
  const state = Object.fromEntries(kept) as unknown as State
  const { output } = await stateIo({ ...visit, state }).finish(result)
  return JSON.stringify(output)
}
