import { StateFailure } from '../language/failure.ts'
import { byteLength, type Json, type JsonObject, PAYLOAD_LIMIT_BYTES } from '../language/json.ts'
import type { Progress } from './progress.ts'

/** Most bytes of all variables of an execution together (service quotas: 10 MiB). */
const TOTAL_LIMIT_BYTES = 10 * 1024 * 1024

/**
 * Sets what a state assigned. Bytes are those of each value's JSON text; names do not count (observed 2026-09-23).
 * @throws StateFailure States.DataLimitExceeded over 256 KiB for one variable or one state, or 10 MiB in all
 */
export function assignVariables(progress: Progress, state: string, assigned: JsonObject | undefined): void {
  if (assigned === undefined) return
  const { variables } = progress
  let inState = 0
  let total = progress.variableBytes ?? 0
  for (const [name, value] of Object.entries(assigned)) {
    const bytes = sizeOf(value)
    if (bytes > PAYLOAD_LIMIT_BYTES) {
      throw limitFailure(
        `Variable size limit exceeded. Variable '${name}' in state '${state}' was assigned ${bytes} bytes.`,
      )
    }
    inState += bytes
    if (inState > PAYLOAD_LIMIT_BYTES) {
      throw limitFailure(
        `State total variable size limit exceeded. Variable '${name}' in state '${state}' was assigned ${bytes} bytes, which caused the size of variables assigned in the state to exceed its limit by ${inState - PAYLOAD_LIMIT_BYTES} bytes.`,
      )
    }
    const before = variables[name]
    total += bytes - (before === undefined ? 0 : sizeOf(before))
  }
  if (total > TOTAL_LIMIT_BYTES) {
    throw limitFailure(
      `Execution total variable size limit exceeded. State '${state}' assigned variables that exceed the total execution limit by ${total - TOTAL_LIMIT_BYTES} bytes.`,
    )
  }
  progress.variables = { ...variables, ...assigned }
  progress.variableBytes = total
}

function sizeOf(value: Json): number {
  return byteLength(JSON.stringify(value))
}

// AWS puts no sentence with state and event in front of these.
function limitFailure(message: string): StateFailure {
  return new StateFailure('States.DataLimitExceeded', message, { location: 'Assign' })
}
