import type { EngineCore } from '../engine/core.ts'
import type { MachineAlias, Route, StateMachine } from '../engine/state-machine.ts'
import { isObject, type JsonObject } from '../language/json.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'
import { machineOrFail } from './machine-lookup.ts'
import { pageOf, tokenField } from './pages.ts'

/** CreateStateMachineAlias. The same request again gives the same alias. */
export function createStateMachineAlias(core: EngineCore, input: Input): JsonObject {
  const name = input.string('name')
  const routes = routesOf(core, input)
  const machine = machineOrFail(core, machineArnOf(routes))
  const description = input.optionalString('description')
  const existing = machine.aliases.get(name)
  if (existing !== undefined) {
    const same = existing.description === description && JSON.stringify(existing.routes) === JSON.stringify(routes)
    if (!same)
      throw new ApiError(
        'ConflictException',
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      )
    return { stateMachineAliasArn: existing.arn, creationDate: existing.creationDate / 1000 }
  }
  const now = core.clock.now()
  const alias: MachineAlias = {
    arn: `${machine.arn}:${name}`,
    name,
    description,
    routes,
    creationDate: now,
    updateDate: now,
  }
  machine.aliases.set(name, alias)
  core.noteMachine(machine)
  return { stateMachineAliasArn: alias.arn, creationDate: now / 1000 }
}

/** UpdateStateMachineAlias. */
export function updateStateMachineAlias(core: EngineCore, input: Input): JsonObject {
  const { alias, machine } = aliasOrFail(core, input.string('stateMachineAliasArn'))
  if (input.optionalList('routingConfiguration') !== undefined) alias.routes = routesOf(core, input)
  alias.description = input.optionalString('description') ?? alias.description
  alias.updateDate = core.clock.now()
  core.noteMachine(machine)
  return { updateDate: alias.updateDate / 1000 }
}

/** DescribeStateMachineAlias. */
export function describeStateMachineAlias(core: EngineCore, input: Input): JsonObject {
  const { alias } = aliasOrFail(core, input.string('stateMachineAliasArn'))
  return {
    stateMachineAliasArn: alias.arn,
    name: alias.name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: alias.routes.map((route) => ({ ...route })),
    creationDate: alias.creationDate / 1000,
    updateDate: alias.updateDate / 1000,
  }
}

/** DeleteStateMachineAlias. */
export function deleteStateMachineAlias(core: EngineCore, input: Input): JsonObject {
  const { alias, machine } = aliasOrFail(core, input.string('stateMachineAliasArn'))
  machine.aliases.delete(alias.name)
  core.noteMachine(machine)
  return {}
}

/** ListStateMachineAliases, by name; of a version only when its ARN is given. */
export function listStateMachineAliases(core: EngineCore, input: Input): JsonObject {
  const arn = input.string('stateMachineArn')
  const versionArn = /:stateMachine:[^:]+:\d+$/.test(arn) ? arn : undefined
  const machine = machineOrFail(core, versionArn === undefined ? arn : arn.replace(/:\d+$/, ''))
  const aliases = [...machine.aliases.values()]
    .filter(
      ({ routes }) => versionArn === undefined || routes.some((route) => route.stateMachineVersionArn === versionArn),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const page = pageOf(aliases, (alias) => alias.arn, {
    size: input.optionalNumber('maxResults', 0, 1000),
    token: input.optionalString('nextToken'),
  })
  const listed = page.items.map((alias) => ({
    stateMachineAliasArn: alias.arn,
    creationDate: alias.creationDate / 1000,
  }))
  return { stateMachineAliases: listed, ...tokenField(page.nextToken) }
}

function routesOf(core: EngineCore, input: Input): Route[] {
  const list = input.optionalList('routingConfiguration') ?? []
  if (list.length < 1 || list.length > 2) throw validationError('The routing configuration must have one or two routes')
  const routes = list.map((entry): Route => {
    const { stateMachineVersionArn, weight } = isObject(entry) ? entry : {}
    if (typeof stateMachineVersionArn !== 'string' || typeof weight !== 'number')
      throw validationError('A route needs a stateMachineVersionArn and a weight')
    return { stateMachineVersionArn, weight }
  })
  if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100)
    throw validationError('Sum of routing configuration weights must equal 100')
  const machine = machineOrFail(core, machineArnOf(routes))
  for (const { stateMachineVersionArn } of routes) {
    if (!machine.versions.some(({ arn }) => arn === stateMachineVersionArn)) {
      throw new ApiError(
        'ResourceNotFound',
        `Request references a resource that does not exist: ${stateMachineVersionArn}`,
        { extra: { resourceName: stateMachineVersionArn } },
      )
    }
  }
  return routes
}

function machineArnOf(routes: readonly Route[]): string {
  const arns = new Set(routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn.replace(/:\d+$/, '')))
  if (arns.size !== 1) throw validationError('The routes must lead to versions of one state machine')
  return [...arns][0] ?? ''
}

function aliasOrFail(core: EngineCore, arn: string): { readonly alias: MachineAlias; readonly machine: StateMachine } {
  const [, base = '', name = ''] = /^(.+):([^:]+)$/.exec(arn) ?? []
  const machine = core.registry.machines.get(base)
  const alias = machine?.aliases.get(name)
  if (machine === undefined || alias === undefined) {
    throw new ApiError('ResourceNotFound', `Request references a resource that does not exist: ${arn}`, {
      extra: { resourceName: arn },
    })
  }
  return { alias, machine }
}
