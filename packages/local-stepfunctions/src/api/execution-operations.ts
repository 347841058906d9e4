import type { EngineCore } from '../engine/core.ts'
import { redriveStatus } from '../engine/redrive-status.ts'
import type { JsonObject } from '../language/json.ts'
import type { Execution } from '../run/execution.ts'
import { ApiError } from './api-error.ts'
import { eventJson } from './history-json.ts'
import type { Input } from './input.ts'
import { childSummary, mapRunOrFail } from './map-run-operations.ts'
import { pageOf, tokenField } from './pages.ts'

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const

/** StartExecution. The same name and input again give the running execution. */
export async function startExecution(core: EngineCore, input: Input): Promise<JsonObject> {
  const name = input.optionalString('name')
  const traceHeader = input.optionalString('traceHeader')
  const execution = await core.start({
    stateMachineArn: input.string('stateMachineArn'),
    input: input.optionalString('input') ?? '{}',
    ...(name === undefined ? {} : { name }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  })
  return { executionArn: execution.arn, startDate: execution.startDate / 1000 }
}

/** StopExecution. */
export async function stopExecution(core: EngineCore, input: Input): Promise<JsonObject> {
  const arn = input.string('executionArn')
  if (arn.includes(':express:'))
    throw new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine')
  await core.stop(arn, input.optionalString('error'), input.optionalString('cause'))
  return { stopDate: (core.executionOrFail(arn).stopDate ?? core.clock.now()) / 1000 }
}

/** RedriveExecution. A client token that was used before changes nothing. */
export function redriveExecution(core: EngineCore, input: Input): JsonObject {
  const arn = input.string('executionArn')
  const token = input.optionalString('clientToken')
  const execution = core.executionOrFail(arn)
  if (token !== undefined && execution.redriveTokens.includes(token))
    return { redriveDate: (execution.redriveDate ?? 0) / 1000 }
  core.redrive(arn)
  if (token !== undefined) execution.redriveTokens = [...execution.redriveTokens, token].slice(-10)
  return { redriveDate: (execution.redriveDate ?? core.clock.now()) / 1000 }
}

/** DescribeExecution. */
export function describeExecution(core: EngineCore, input: Input): JsonObject {
  const execution = core.executionOrFail(notExpress(input.string('executionArn')))
  const { status, reason } = redriveStatus(execution)
  const included = input.optionalEnum('includedData', ['ALL_DATA', 'METADATA_ONLY']) !== 'METADATA_ONLY'
  return {
    ...summary(execution),
    ...(included ? { input: execution.input } : {}),
    inputDetails: { included },
    ...(included && execution.output !== undefined ? { output: execution.output } : {}),
    ...(execution.output === undefined ? {} : { outputDetails: { included } }),
    ...(execution.error === undefined ? {} : { error: execution.error }),
    ...(execution.cause === undefined ? {} : { cause: execution.cause }),
    ...(execution.traceHeader === undefined ? {} : { traceHeader: execution.traceHeader }),
    redriveStatus: status,
    ...(reason === undefined ? {} : { redriveStatusReason: reason }),
  }
}

/** ListExecutions, of a machine or of a Map Run, newest first. */
export function listExecutions(core: EngineCore, input: Input): JsonObject {
  const machineArn = input.optionalString('stateMachineArn')
  const mapRunArn = input.optionalString('mapRunArn')
  if ((machineArn === undefined) === (mapRunArn === undefined)) {
    throw new ApiError('ValidationException', 'Must provide a stateMachineArn or a mapRunArn, but not both')
  }
  return mapRunArn === undefined ? listOfMachine(core, machineArn ?? '', input) : listOfMapRun(core, mapRunArn, input)
}

function listOfMachine(core: EngineCore, arn: string, input: Input): JsonObject {
  const { type } = core.programOf(arn)
  if (type === 'EXPRESS') {
    throw new ApiError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine')
  }
  const wanted = core.registry.executionsOf(arn).filter(statusFilter(input)).reverse()
  const page = pageOf(wanted, (execution) => execution.arn, pageRequest(input))
  return { executions: page.items.map(summary), ...tokenField(page.nextToken) }
}

function listOfMapRun(core: EngineCore, mapRunArn: string, input: Input): JsonObject {
  const mapRun = mapRunOrFail(core, mapRunArn)
  const wanted = mapRun.children
    .filter(({ name }) => name !== undefined)
    .filter(statusFilter(input))
    .reverse()
  // Only the page is made into summaries: a Map Run may have a million children.
  const page = pageOf(wanted, (child) => String(child.index), pageRequest(input))
  return { executions: page.items.map((child) => childSummary(mapRun, child)), ...tokenField(page.nextToken) }
}

function statusFilter(input: Input): (one: { readonly status: string; readonly redriveCount: number }) => boolean {
  const status = input.optionalEnum('statusFilter', STATUSES)
  const redriven = input.optionalEnum('redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN'])
  return (one) =>
    (status === undefined || one.status === status) &&
    (redriven === undefined || (one.redriveCount === 0) === (redriven === 'NOT_REDRIVEN'))
}

function pageRequest(input: Input) {
  return { size: input.optionalNumber('maxResults', 0, 1000), token: input.optionalString('nextToken') }
}

/** GetExecutionHistory, paged, oldest or newest first. */
export function getExecutionHistory(core: EngineCore, input: Input): JsonObject {
  const { history } = core.executionOrFail(notExpress(input.string('executionArn')))
  const withData = input.boolean('includeExecutionData', true)
  const events = input.boolean('reverseOrder') ? history.events.toReversed() : history.events
  const page = pageOf(events, ({ id }) => String(id), pageRequest(input))
  return { events: page.items.map((event) => eventJson(event, withData)), ...tokenField(page.nextToken) }
}

/** DescribeStateMachineForExecution: the definition an execution began with. */
export function describeStateMachineForExecution(core: EngineCore, input: Input): JsonObject {
  const { program, membership, startDate } = core.executionOrFail(notExpress(input.string('executionArn')))
  const machine = core.registry.machines.get(program.stateMachineArn)
  const label = /:stateMachine:[^/]+\/(.+)$/.exec(program.stateMachineArn)?.[1]
  return {
    stateMachineArn: program.stateMachineArn,
    name: program.stateMachineName,
    definition: program.definition,
    roleArn: program.roleArn,
    updateDate: (machine?.updateDate ?? machine?.creationDate ?? startDate) / 1000,
    loggingConfiguration: machine?.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: machine?.tracingConfiguration ?? { enabled: false },
    encryptionConfiguration: machine?.encryptionConfiguration ?? { type: 'AWS_OWNED_KEY' },
    ...(membership === undefined ? {} : { mapRunArn: membership.mapRunArn }),
    ...(label === undefined ? {} : { label }),
  }
}

function summary(execution: Execution): JsonObject {
  const { program, membership, stopDate, redriveDate } = execution
  return {
    executionArn: execution.arn,
    stateMachineArn: program.stateMachineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startDate / 1000,
    ...(stopDate === undefined ? {} : { stopDate: stopDate / 1000 }),
    ...(membership === undefined ? {} : { mapRunArn: membership.mapRunArn }),
    redriveCount: execution.redriveCount,
    ...(redriveDate === undefined ? {} : { redriveDate: redriveDate / 1000 }),
    ...(program.versionArn === undefined ? {} : { stateMachineVersionArn: program.versionArn }),
    ...(program.aliasArn === undefined ? {} : { stateMachineAliasArn: program.aliasArn }),
  }
}

function notExpress(arn: string): string {
  if (!arn.includes(':express:')) return arn
  throw new ApiError('InvalidArn', "Invalid Arn: 'Resource type not valid in this context: express'")
}
