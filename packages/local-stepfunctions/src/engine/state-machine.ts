import type { WorkflowType } from '../language/definition.ts'
import type { JsonObject } from '../language/json.ts'
import type { Program } from '../run/execution.ts'

/** One revision of a state machine: what a version freezes. */
export interface Revision {
  readonly id: string
  readonly program: Program
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
}
