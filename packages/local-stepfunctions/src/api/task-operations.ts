import type { EngineCore } from '../engine/core.ts'
import { byteLength, type JsonObject, PAYLOAD_LIMIT_BYTES, tryParseJson } from '../language/json.ts'
import { isTaskToken } from '../run/task-token.ts'
import { ApiError } from './api-error.ts'
import type { Input } from './input.ts'

/** SendTaskSuccess. */
export function sendTaskSuccess(core: EngineCore, input: Input): JsonObject {
  const token = input.string('taskToken')
  const output = input.string('output')
  checkToken(token)
  const value = tryParseJson(output)
  if (value === undefined) throw new ApiError('InvalidOutput', `Invalid Output: '${output}' is not valid JSON.`)
  if (byteLength(output) > PAYLOAD_LIMIT_BYTES)
    throw new ApiError('InvalidOutput', 'Invalid Output: The output is larger than 262144 bytes')
  return acknowledge(core.tokens.succeed(token, value), token)
}

/** SendTaskFailure. */
export function sendTaskFailure(core: EngineCore, input: Input): JsonObject {
  const token = input.string('taskToken')
  return acknowledge(core.tokens.fail(token, input.optionalString('error'), input.optionalString('cause')), token)
}

/** SendTaskHeartbeat. */
export function sendTaskHeartbeat(core: EngineCore, input: Input): JsonObject {
  const token = input.string('taskToken')
  return acknowledge(core.tokens.heartbeat(token), token)
}

// AWS checks in this order: malformed token, invalid output, expired token (observed 2026-09-23).
function checkToken(token: string): void {
  if (!isTaskToken(token)) throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'")
}

function acknowledge(wasWaiting: boolean, token: string): JsonObject {
  if (wasWaiting) return {}
  checkToken(token)
  throw new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
}
