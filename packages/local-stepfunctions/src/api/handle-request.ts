import { randomUUID } from 'node:crypto'
import type { EngineCore } from '../engine/core.ts'
import { type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import { ApiError } from './api-error.ts'
import {
  describeExecution,
  describeStateMachineForExecution,
  getExecutionHistory,
  listExecutions,
  redriveExecution,
  startExecution,
  stopExecution,
} from './execution-operations.ts'
import { Input } from './input.ts'
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  listStateMachines,
  updateStateMachine,
  validateStateMachineDefinition,
} from './machine-operations.ts'
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './alias-operations.ts'
import {
  createActivity,
  deleteActivity,
  describeActivity,
  getActivityTask,
  listActivities,
} from './activity-operations.ts'
import { startSyncExecution } from './sync-operations.ts'
import { listTagsForResource, tagResource, untagResource } from './tag-operations.ts'
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './task-operations.ts'
import {
  deleteStateMachineVersion,
  listStateMachineVersions,
  publishStateMachineVersion,
} from './version-operations.ts'
import { testState } from './test-state.ts'
import { describeMapRun, listMapRuns, updateMapRun } from './map-run-operations.ts'

/** An answer to one API request. */
export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string
}

type Operation = (core: EngineCore, input: Input) => JsonObject | Promise<JsonObject>

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DescribeStateMachine: describeStateMachine,
  DeleteStateMachine: deleteStateMachine,
  ListStateMachines: listStateMachines,
  StartExecution: startExecution,
  StopExecution: stopExecution,
  RedriveExecution: redriveExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  ListMapRuns: listMapRuns,
  DescribeMapRun: describeMapRun,
  UpdateMapRun: updateMapRun,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
  StartSyncExecution: startSyncExecution,
  TestState: testState,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  PublishStateMachineVersion: publishStateMachineVersion,
  ListStateMachineVersions: listStateMachineVersions,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  CreateStateMachineAlias: createStateMachineAlias,
  UpdateStateMachineAlias: updateStateMachineAlias,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  ListStateMachineAliases: listStateMachineAliases,
  CreateActivity: createActivity,
  DeleteActivity: deleteActivity,
  DescribeActivity: describeActivity,
  ListActivities: listActivities,
  GetActivityTask: getActivityTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
}

/** Answers one request in AWS JSON 1.0. `target` is the `X-Amz-Target` header. Never rejects. */
export async function handleRequest(core: EngineCore, target: string, body: string): Promise<ApiResponse> {
  try {
    return respond(200, await dispatch(core, target, body))
  } catch (error) {
    if (error instanceof ApiError)
      return respond(error.status, { __type: error.code, message: error.message, ...error.extra }, error.code)
    const message = error instanceof Error ? error.message : String(error)
    return respond(500, { __type: 'InternalFailure', message }, 'InternalFailure')
  }
}

function dispatch(core: EngineCore, target: string, body: string): JsonObject | Promise<JsonObject> {
  const name = target.replace(/^AWSStepFunctions\./, '')
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
  if (operation === undefined) throw new ApiError('UnknownOperationException', `Unknown operation: '${target}'`)
  const parsed: Json | undefined = body === '' ? {} : tryParseJson(body)
  if (parsed === undefined) throw new ApiError('SerializationException', 'The request body is not valid JSON')
  return operation(core, new Input(parsed))
}

function respond(status: number, body: JsonObject, errorType?: string): ApiResponse {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': randomUUID(),
      ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
    },
    body: JSON.stringify(body),
  }
}
