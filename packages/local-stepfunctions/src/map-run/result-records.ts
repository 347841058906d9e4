import { type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import { isoTime } from '../run/context-object.ts'
import { childArn } from './child-arn.ts'
import type { MapChild, MapRun } from './map-run.ts'

/** Formats of successful results (WriterConfig.Transformation). */
export type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN'

/** The record of a child that succeeded, with the keys in AWS's order. */
function succeededRecord(mapRun: MapRun, child: MapChild): JsonObject {
  return {
    ExecutionArn: childArn(mapRun.program, child.name ?? ''),
    Input: mapRun.inputs.get(child.index),
    InputDetails: { Included: true },
    Name: child.name ?? '',
    Output: outputText(mapRun, child),
    OutputDetails: { Included: true },
    RedriveCount: child.redriveCount,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    StartDate: isoTime(child.startDate ?? 0),
    StateMachineArn: mapRun.program.stateMachineArn,
    Status: 'SUCCEEDED',
    StopDate: isoTime(child.stopDate ?? 0),
  }
}

/** The record of a child that failed, timed out or was aborted. */
export function failedRecord(mapRun: MapRun, child: MapChild): JsonObject {
  return {
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ExecutionArn: childArn(mapRun.program, child.name ?? ''),
    Input: mapRun.inputs.get(child.index),
    InputDetails: { Included: true },
    Name: child.name ?? '',
    OutputDetails: { Included: true },
    RedriveCount: child.redriveCount,
    RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    StartDate: isoTime(child.startDate ?? 0),
    StateMachineArn: mapRun.program.stateMachineArn,
    Status: child.status,
    StopDate: isoTime(child.stopDate ?? 0),
  }
}

/** The record of a child that never started. */
export function pendingRecord(mapRun: MapRun, child: MapChild): JsonObject {
  return { Input: mapRun.inputs.get(child.index), InputDetails: { Included: true }, Status: 'PENDING' }
}

/** The JSON texts that one child contributes: its record or output, or with FLATTEN the elements of its output. */
export function resultTexts(mapRun: MapRun, child: MapChild, transformation: Transformation): string[] {
  if (child.status !== 'SUCCEEDED') return [JSON.stringify(failedRecord(mapRun, child))]
  if (transformation === 'NONE') return [JSON.stringify(succeededRecord(mapRun, child))]
  const text = outputText(mapRun, child)
  if (transformation === 'COMPACT') return [text]
  const value: Json | undefined = tryParseJson(text)
  return Array.isArray(value) ? value.map((element) => JSON.stringify(element)) : [text]
}

function outputText(mapRun: MapRun, child: MapChild): string {
  return child.output === undefined ? 'null' : mapRun.outputs.get(child.output)
}
