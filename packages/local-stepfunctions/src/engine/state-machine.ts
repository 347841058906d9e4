import type { WorkflowType } from '../language/definition.ts'
import type { JsonObject } from '../language/json.ts'
import type { Program } from '../run/execution.ts'

/** One revision of a state machine: what a version freezes. */
export interface Revision {
  readonly id: string
  readonly program: Program
}

/** A published, unchangeable revision. */
export interface MachineVersion {
  /** `MACHINE_ARN:NUMBER`. */
  readonly arn: string
  readonly number: number
  readonly description: string | undefined
  readonly revision: Revision
  readonly creationDate: number
}

/** Where an alias leads. Weights add up to 100. */
export interface Route {
  readonly stateMachineVersionArn: string
  readonly weight: number
}

/** A name for one version, or for two that share the load. */
export interface MachineAlias {
  /** `MACHINE_ARN:NAME`. */
  readonly arn: string
  readonly name: string
  description: string | undefined
  routes: readonly Route[]
  readonly creationDate: number
  updateDate: number
}

/** A state machine as Create and Update leave it. */
export interface StateMachine {
  readonly arn: string
  readonly name: string
  readonly type: WorkflowType
  revision: Revision
  readonly creationDate: number
  updateDate: number | undefined
  loggingConfiguration: JsonObject
  tracingConfiguration: JsonObject
  encryptionConfiguration: JsonObject | undefined
  /** Oldest first. */
  versions: MachineVersion[]
  /** Highest version number given so far; numbers are not used again. */
  lastVersion: number
  readonly aliases: Map<string, MachineAlias>
  readonly tags: Map<string, string>
}

/**
 * The program that an ARN of a machine, of a version or of an alias stands for; an alias with two routes picks one by
 * weight. Undefined when there is none.
 */
export function findProgram(machines: ReadonlyMap<string, StateMachine>, arn: string): Program | undefined {
  const direct = machines.get(arn)
  if (direct !== undefined) return direct.revision.program
  const [, base = '', qualifier = ''] = /^(arn:[^:]*:states:[^:]*:[^:]*:stateMachine:[^:]+):([^:]+)$/.exec(arn) ?? []
  const machine = machines.get(base)
  if (machine === undefined) return undefined
  const version = machine.versions.find((candidate) => candidate.arn === arn)
  if (version !== undefined) return { ...version.revision.program, versionArn: arn }
  const alias = machine.aliases.get(qualifier)
  if (alias === undefined) return undefined
  const versionArn = pickRoute(alias.routes)
  const target = machine.versions.find((candidate) => candidate.arn === versionArn)
  return target === undefined ? undefined : { ...target.revision.program, versionArn: target.arn, aliasArn: arn }
}

function pickRoute(routes: readonly Route[]): string | undefined {
  let at = Math.random() * 100
  for (const { stateMachineVersionArn, weight } of routes) {
    at -= weight
    if (at < 0) return stateMachineVersionArn
  }
  return routes.at(-1)?.stateMachineVersionArn
}
