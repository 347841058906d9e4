import type { WorkflowType } from '../language/definition.ts'
import { isObject, type Json, type JsonObject } from '../language/json.ts'
import type { MapChild, MapRun } from '../map-run/map-run.ts'
import type { Execution, Program } from '../run/execution.ts'
import type { StateMachine } from './state-machine.ts'

/** A state machine as plain data. */
export function machineSnapshot(machine: StateMachine): JsonObject {
  return plain({
    ...machine,
    revision: { id: machine.revision.id, program: programSnapshot(machine.revision.program) },
    versions: machine.versions.map((version) => ({
      ...version,
      revision: { id: version.revision.id, program: programSnapshot(version.revision.program) },
    })),
    aliases: [...machine.aliases.values()],
    tags: [...machine.tags],
  })
}

/** A program as plain data: its flow is parsed again from the definition. */
function programSnapshot({
  stateMachineArn,
  stateMachineName,
  definition,
  type,
  roleArn,
  versionArn,
  aliasArn,
}: Program): JsonObject {
  return plain({ stateMachineArn, stateMachineName, definition, type, roleArn, versionArn, aliasArn })
}

/** An execution as plain data, without its events. */
export function executionSnapshot(execution: Execution): JsonObject {
  const { arn, name, program, membership, input, status, output, error, cause, startDate, stopDate } = execution
  const { redriveCount, redriveDate, traceHeader, redriveTokens, progress, history } = execution
  return plain({
    arn,
    name,
    program: programSnapshot(program),
    membership,
    input,
    status,
    output,
    error,
    cause,
    startDate,
    stopDate,
    redriveCount,
    redriveDate,
    traceHeader,
    redriveTokens,
    progress,
    historyLength: history.length,
  })
}

/** A Map Run as plain data, without its children. */
export function mapRunSnapshot(mapRun: MapRun): JsonObject {
  const { arn, id, label, executionArn, program, startDate, stopDate, status, error, cause } = mapRun
  const { redriveCount, redriveDate, maxConcurrency, tolerance, succeededFiles, wasRead, itemCounts } = mapRun
  return plain({
    arn,
    id,
    label,
    executionArn,
    program: programSnapshot(program),
    startDate,
    stopDate,
    status,
    error,
    cause,
    redriveCount,
    redriveDate,
    maxConcurrency,
    tolerance,
    succeededFiles,
    wasRead,
    resultsWritten: itemCounts.resultsWritten > 0,
  })
}

/** A child of a Map Run as plain data, with its input and its output. */
export function childSnapshot(mapRun: MapRun, child: MapChild): JsonObject {
  const { execution, output, ...rest } = child
  return plain({
    ...rest,
    input: mapRun.inputs.get(child.index),
    output: output === undefined ? undefined : mapRun.outputs.get(output),
    executionArn: execution?.arn,
  })
}

/** Typed reading of what a snapshot holds; a field of another type counts as absent. */
export class Snapshot {
  private readonly fields: JsonObject

  constructor(value: Json | undefined) {
    this.fields = value !== undefined && isObject(value) ? value : {}
  }

  string(name: string): string {
    return this.optionalString(name) ?? ''
  }

  optionalString(name: string): string | undefined {
    const value = this.fields[name]
    return typeof value === 'string' ? value : undefined
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? 0
  }

  optionalNumber(name: string): number | undefined {
    const value = this.fields[name]
    return typeof value === 'number' ? value : undefined
  }

  boolean(name: string): boolean {
    return this.fields[name] === true
  }

  type(name: string): WorkflowType {
    return this.fields[name] === 'EXPRESS' ? 'EXPRESS' : 'STANDARD'
  }

  list(name: string): readonly Json[] {
    const value = this.fields[name]
    return Array.isArray(value) ? value : []
  }

  object(name: string): JsonObject | undefined {
    const value = this.fields[name]
    return isObject(value ?? null) ? (value as JsonObject) : undefined
  }

  inner(name: string): Snapshot {
    return new Snapshot(this.fields[name])
  }
}

// A copy without the fields that are undefined.
function plain(value: object): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(value))
  return copy
}
