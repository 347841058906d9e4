import { randomUUID } from 'node:crypto'
import type { EngineCore } from '../engine/core.ts'
import { generatedLabels } from '../engine/labels.ts'
import { isValidName } from '../engine/names.ts'
import type { Revision, StateMachine } from '../engine/state-machine.ts'
import type { WorkflowType } from '../language/definition.ts'
import type { JsonObject } from '../language/json.ts'
import { parseDefinition } from '../language/validate/parse-definition.ts'
import { DefinitionError } from '../language/validate/problems.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'
import { machineOrFail } from './machine-lookup.ts'
import { pageOf, tokenField } from './pages.ts'
import { addTags } from './tag-operations.ts'
import { currentRevisionId, publishVersion } from './version-operations.ts'

/** CreateStateMachine. The same request again gives the same machine. */
export function createStateMachine(core: EngineCore, input: Input): JsonObject {
  const name = input.string('name')
  if (!isValidName(name)) throw new ApiError('InvalidName', `Invalid Name: '${name}'`)
  const type: WorkflowType = input.optionalEnum('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD'
  const arn = `arn:aws:states:${core.region}:${core.accountId}:stateMachine:${name}`
  const definition = input.string('definition')
  const roleArn = input.string('roleArn')
  const description = versionDescription(input)
  const revision = makeRevision({ arn, name, type, definition, roleArn })
  const configurations = configurationsOf(input)
  const existing = core.registry.machines.get(arn)
  if (existing !== undefined && !isSame(existing, revision)) {
    throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
  }
  const machine = existing ?? newMachine(core, { arn, name, type, revision, ...configurations })
  if (existing === undefined) addTags(machine.tags, input.optionalList('tags') ?? [])
  core.registry.machines.set(arn, machine)
  const version = published(core, machine, input, description)
  core.noteMachine(machine)
  return { stateMachineArn: arn, creationDate: machine.creationDate / 1000, ...version }
}

/** UpdateStateMachine. Running executions keep the definition they began with. */
export function updateStateMachine(core: EngineCore, input: Input): JsonObject {
  const machine = machineOrFail(core, input.string('stateMachineArn'))
  const { program } = machine.revision
  const definition = input.optionalString('definition') ?? program.definition
  const roleArn = input.optionalString('roleArn') ?? program.roleArn
  const description = versionDescription(input)
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = configurationsOf(input)
  machine.revision = makeRevision({ arn: machine.arn, name: machine.name, type: machine.type, definition, roleArn })
  machine.loggingConfiguration = loggingConfiguration ?? machine.loggingConfiguration
  machine.tracingConfiguration = tracingConfiguration ?? machine.tracingConfiguration
  machine.encryptionConfiguration = encryptionConfiguration ?? machine.encryptionConfiguration
  machine.updateDate = core.clock.now()
  const version = published(core, machine, input, description)
  core.noteMachine(machine)
  return { updateDate: machine.updateDate / 1000, revisionId: machine.revision.id, ...version }
}

/** DescribeStateMachine, of a machine or of a version. */
export function describeStateMachine(core: EngineCore, input: Input): JsonObject {
  const arn = input.string('stateMachineArn')
  const version = core.registry.machines
    .get(arn.replace(/:\d+$/, ''))
    ?.versions.find((candidate) => candidate.arn === arn)
  const machine = machineOrFail(core, version === undefined ? arn : arn.replace(/:\d+$/, ''))
  const { program } = (version ?? machine).revision
  return {
    stateMachineArn: arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: program.definition,
    roleArn: program.roleArn,
    type: machine.type,
    creationDate: (version ?? machine).creationDate / 1000,
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: machine.tracingConfiguration,
    encryptionConfiguration: machine.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    ...(machine.updateDate === undefined ? {} : { revisionId: currentRevisionId(machine) }),
    ...(version?.description === undefined ? {} : { description: version.description }),
  }
}

/** DeleteStateMachine. Succeeds for a machine that is not there; its executions stay readable. */
export function deleteStateMachine(core: EngineCore, input: Input): JsonObject {
  core.deleteMachine(input.string('stateMachineArn'))
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

/** ValidateStateMachineDefinition. */
export function validateStateMachineDefinition(_core: EngineCore, input: Input): JsonObject {
  const type = input.optionalEnum('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD'
  const most = input.optionalNumber('maxResults', 0, 100) ?? 100
  try {
    parseDefinition(input.string('definition'), type)
    return { result: 'OK', diagnostics: [], truncated: false }
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    const diagnostics = error.problems.slice(0, most === 0 ? 100 : most).map(({ code, message, location }) => ({
      severity: 'ERROR',
      code,
      message,
      ...(location === undefined ? {} : { location }),
    }))
    return { result: 'FAIL', diagnostics, truncated: diagnostics.length < error.problems.length }
  }
}

function newMachine(
  core: EngineCore,
  {
    loggingConfiguration,
    tracingConfiguration,
    ...rest
  }: Pick<StateMachine, 'arn' | 'name' | 'type' | 'revision' | 'encryptionConfiguration'> & {
    loggingConfiguration: JsonObject | undefined
    tracingConfiguration: JsonObject | undefined
  },
): StateMachine {
  return {
    ...rest,
    creationDate: core.clock.now(),
    updateDate: undefined,
    loggingConfiguration: loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: tracingConfiguration ?? { enabled: false },
    versions: [],
    lastVersion: 0,
    aliases: new Map(),
    tags: new Map(),
  }
}

function isSame({ revision }: StateMachine, { program }: Revision): boolean {
  const { definition, type, roleArn } = revision.program
  return definition === program.definition && type === program.type && roleArn === program.roleArn
}

function versionDescription(input: Input): string | undefined {
  const description = input.optionalString('versionDescription')
  if (description !== undefined && !input.boolean('publish'))
    throw validationError('Version description can only be set when publish is true')
  return description
}

function published(core: EngineCore, machine: StateMachine, input: Input, description: string | undefined): JsonObject {
  return input.boolean('publish') ? { stateMachineVersionArn: publishVersion(core, machine, description).arn } : {}
}

function configurationsOf(input: Input) {
  const loggingConfiguration = input.optionalObject('loggingConfiguration')
  const { level, destinations } = loggingConfiguration ?? {}
  const count = Array.isArray(destinations) ? destinations.length : 0
  if (count > 1 || (level !== undefined && level !== 'OFF' && count !== 1)) {
    throw new ApiError(
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    )
  }
  return {
    loggingConfiguration,
    tracingConfiguration: input.optionalObject('tracingConfiguration'),
    encryptionConfiguration: input.optionalObject('encryptionConfiguration'),
  }
}

/** Parses a definition into what executions run. @throws ApiError InvalidDefinition */
export function makeRevision(options: {
  readonly id?: string
  readonly arn: string
  readonly name: string
  readonly type: WorkflowType
  readonly definition: string
  readonly roleArn: string
}): Revision {
  const { arn, name, type, definition, roleArn, id = randomUUID() } = options
  try {
    const flow = parseDefinition(definition, type)
    return {
      id,
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
