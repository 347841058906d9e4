import type { EngineCore } from '../engine/core.ts'
import type { MachineVersion, StateMachine } from '../engine/state-machine.ts'
import type { JsonObject } from '../language/json.ts'
import { ApiError } from './api-error.ts'
import type { Input } from './input.ts'
import { machineOrFail } from './machine-lookup.ts'
import { pageOf, tokenField } from './pages.ts'

/** PublishStateMachineVersion. Publishing an unchanged machine again gives the version there is. */
export function publishStateMachineVersion(core: EngineCore, input: Input): JsonObject {
  const machine = machineOrFail(core, input.string('stateMachineArn'))
  const revisionId = input.optionalString('revisionId')
  if (revisionId !== undefined && revisionId !== currentRevisionId(machine)) {
    throw new ApiError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${currentRevisionId(machine)}.`,
    )
  }
  const version = publishVersion(core, machine, input.optionalString('description'))
  core.noteMachine(machine)
  return { stateMachineVersionArn: version.arn, creationDate: version.creationDate / 1000 }
}

/** Publishes the present revision, unless it is the last that was. */
export function publishVersion(
  core: EngineCore,
  machine: StateMachine,
  description: string | undefined,
): MachineVersion {
  const last = machine.versions.at(-1)
  if (last !== undefined && last.revision.id === machine.revision.id) return last
  machine.lastVersion += 1
  const version: MachineVersion = {
    arn: `${machine.arn}:${machine.lastVersion}`,
    number: machine.lastVersion,
    description,
    revision: machine.revision,
    creationDate: core.clock.now(),
  }
  machine.versions.push(version)
  return version
}

/** ListStateMachineVersions, newest first. */
export function listStateMachineVersions(core: EngineCore, input: Input): JsonObject {
  const machine = machineOrFail(core, input.string('stateMachineArn'))
  const page = pageOf(machine.versions.toReversed(), ({ arn }) => arn, {
    size: input.optionalNumber('maxResults', 0, 1000),
    token: input.optionalString('nextToken'),
  })
  const listed = page.items.map(({ arn, creationDate }) => ({
    stateMachineVersionArn: arn,
    creationDate: creationDate / 1000,
  }))
  return { stateMachineVersions: listed, ...tokenField(page.nextToken) }
}

/** DeleteStateMachineVersion. Succeeds for a version that is not there. */
export function deleteStateMachineVersion(core: EngineCore, input: Input): JsonObject {
  const arn = input.string('stateMachineVersionArn')
  const machine = core.registry.machines.get(arn.replace(/:\d+$/, ''))
  if (machine === undefined) return {}
  const users = [...machine.aliases.values()].filter(({ routes }) =>
    routes.some((route) => route.stateMachineVersionArn === arn),
  )
  if (users.length > 0) {
    throw new ApiError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.map(({ name }) => name).join(', ')}]`,
    )
  }
  machine.versions = machine.versions.filter((version) => version.arn !== arn)
  core.noteMachine(machine)
  return {}
}

/** `INITIAL` until the first update, as in AWS. */
export function currentRevisionId(machine: StateMachine): string {
  return machine.updateDate === undefined ? 'INITIAL' : machine.revision.id
}
