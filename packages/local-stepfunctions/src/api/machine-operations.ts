import { randomUUID } from 'node:crypto'
import type { EngineCore } from '../engine/core.ts'
import { generatedLabels } from '../engine/labels.ts'
import { isValidName } from '../engine/names.ts'
import type { Revision, StateMachine } from '../engine/state-machine.ts'
import type { WorkflowType } from '../language/definition.ts'
import type { JsonObject } from '../language/json.ts'
import { DefinitionError, parseDefinition } from '../language/validate/parse-definition.ts'
import { ApiError } from './api-error.ts'
import type { Input } from './input.ts'
import { pageOf, tokenField } from './pages.ts'

/** CreateStateMachine. The same request again gives the same machine. */
export function createStateMachine(core: EngineCore, input: Input): JsonObject {
  const name = input.string('name')
  if (!isValidName(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`)
  const type: WorkflowType = input.optionalEnum('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD'
  const arn = `arn:aws:states:${core.region}:${core.accountId}:stateMachine:${name}`
  const definition = input.string('definition')
  const roleArn = input.string('roleArn')
  const revision = makeRevision({ arn, name, type, definition, roleArn })
  const existing = core.registry.machines.get(arn)
  if (existing !== undefined) {
    const { program } = existing.revision
    const same = program.definition === definition && program.type === type && program.roleArn === roleArn
    if (!same) throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
    return { stateMachineArn: arn, creationDate: existing.creationDate / 1000 }
  }
  const machine: StateMachine = {
    arn,
    name,
    type,
    revision,
    creationDate: core.clock.now(),
    updateDate: undefined,
    loggingConfiguration: input.optionalObject('loggingConfiguration') ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: input.optionalObject('tracingConfiguration') ?? { enabled: false },
    encryptionConfiguration: input.optionalObject('encryptionConfiguration'),
  }
  core.registry.machines.set(arn, machine)
  return { stateMachineArn: arn, creationDate: machine.creationDate / 1000 }
}

/** UpdateStateMachine. Running executions keep the definition they began with. */
export function updateStateMachine(core: EngineCore, input: Input): JsonObject {
  const machine = machineOrFail(core, input.string('stateMachineArn'))
  const { program } = machine.revision
  const definition = input.optionalString('definition') ?? program.definition
  const roleArn = input.optionalString('roleArn') ?? program.roleArn
  machine.revision = makeRevision({ arn: machine.arn, name: machine.name, type: machine.type, definition, roleArn })
  machine.loggingConfiguration = input.optionalObject('loggingConfiguration') ?? machine.loggingConfiguration
  machine.tracingConfiguration = input.optionalObject('tracingConfiguration') ?? machine.tracingConfiguration
  machine.updateDate = core.clock.now()
  return { updateDate: machine.updateDate / 1000, revisionId: machine.revision.id }
}

/** DescribeStateMachine. */
export function describeStateMachine(core: EngineCore, input: Input): JsonObject {
  const machine = machineOrFail(core, input.string('stateMachineArn'))
  const { program, id } = machine.revision
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: program.definition,
    roleArn: program.roleArn,
    type: machine.type,
    creationDate: machine.creationDate / 1000,
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: machine.tracingConfiguration,
    encryptionConfiguration: machine.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    ...(machine.updateDate === undefined ? {} : { revisionId: id }),
  }
}

/** DeleteStateMachine. Succeeds for a machine that is not there; its executions stay readable. */
export function deleteStateMachine(core: EngineCore, input: Input): JsonObject {
  core.registry.machines.delete(input.string('stateMachineArn'))
  return {}
}

/** ListStateMachines, by name. */
export function listStateMachines(core: EngineCore, input: Input): JsonObject {
  const machines = [...core.registry.machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const page = pageOf(machines, ({ arn }) => arn, {
    size: input.optionalNumber('maxResults', 0, 1000),
    token: input.optionalString('nextToken'),
  })
  return {
    stateMachines: page.items.map(({ arn, name, type, creationDate }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: creationDate / 1000,
    })),
    ...tokenField(page.nextToken),
  }
}

/** @throws ApiError StateMachineDoesNotExist */
export function machineOrFail(core: EngineCore, arn: string): StateMachine {
  const machine = core.registry.machines.get(arn)
  if (machine === undefined) throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
  return machine
}

function makeRevision(options: {
  arn: string
  name: string
  type: WorkflowType
  definition: string
  roleArn: string
}): Revision {
  const { arn, name, type, definition, roleArn } = options
  try {
    const flow = parseDefinition(definition)
    return {
      id: randomUUID(),
      program: {
        stateMachineArn: arn,
        stateMachineName: name,
        flow,
        definition,
        type,
        roleArn,
        labels: generatedLabels(flow, arn),
      },
    }
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    throw new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${error.message}'`)
  }
}
