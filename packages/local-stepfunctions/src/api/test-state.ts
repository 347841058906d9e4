import { randomUUID } from 'node:crypto'
import type { EngineCore } from '../engine/core.ts'
import type { Flow, State } from '../language/definition.ts'
import { StateFailure } from '../language/failure.ts'
import { isObject, type Json, type JsonObject, tryParseJson } from '../language/json.ts'
import { Cancelled } from '../run/cancellation.ts'
import { Execution } from '../run/execution.ts'
import { matchingCatcher, nextRetryDelay } from '../run/retry.ts'
import { runFlow } from '../run/run-flow.ts'
import { runState } from '../run/run-state.ts'
import type { Scope, StateVisit } from '../run/scope.ts'
import { stateIo } from '../run/state-io.ts'
import { parseResource, type TaskCaller } from '../run/task-call.ts'
import { ApiError, validationError } from './api-error.ts'
import type { Input } from './input.ts'
import { makeRevision } from './machine-operations.ts'
import { inspect } from './test-state-inspection.ts'

/** What a state is called when its definition comes alone. */
const LONE_STATE = 'StateName'
const LIMIT_MS = 300_000

/** TestState: runs one state, once, without a machine. Levels INFO and DEBUG; TRACE tells no more than DEBUG. */
export async function testState(core: EngineCore, input: Input): Promise<JsonObject> {
  const level = input.optionalEnum('inspectionLevel', ['INFO', 'DEBUG', 'TRACE']) ?? 'INFO'
  const { flow, name } = stateUnderTest(core, input)
  const state = flow.States[name]
  if (state === undefined) throw validationError(`State '${name}' not found in definition`)
  const mock = mockOf(input)
  if (mock === undefined) refuseWithoutMock(state)
  const scope = scopeOf(core, { input, flow, name, state, mock })
  const visit = visitOf(scope, name, state)
  const tested = await run(visit, input)
  if (level === 'INFO') return tested.answer
  return { ...tested.answer, inspectionData: await inspect(visit, scope.tasks.result, tested.details) }
}

function stateUnderTest(core: EngineCore, input: Input): { flow: Flow; name: string } {
  const text = input.string('definition')
  const value = tryParseJson(text)
  const isAlone = isObject(value ?? null) && !Object.hasOwn(Object(value), 'States')
  const definition = isAlone ? JSON.stringify(wrapped(Object(value))) : text
  const { program } = makeRevision({
    arn: `arn:aws:states:${core.region}:${core.accountId}:stateMachine:TestState`,
    name: 'TestState',
    type: 'STANDARD',
    definition,
    roleArn: input.optionalString('roleArn') ?? `arn:aws:iam::${core.accountId}:role/TestState`,
  })
  return {
    flow: program.flow,
    name: isAlone ? LONE_STATE : (input.optionalString('stateName') ?? program.flow.StartAt),
  }
}

/** A machine of the state alone, with something at the end of every way out of it. */
function wrapped(state: JsonObject): JsonObject {
  const ways = [state['Next'], state['Default'], ...nextsOf(state['Choices']), ...nextsOf(state['Catch'])]
  const ends = ways.filter((way) => typeof way === 'string').map((way) => [way, { Type: 'Succeed' }])
  return { StartAt: LONE_STATE, States: { ...Object.fromEntries(ends), [LONE_STATE]: state } }
}

function nextsOf(list: Json | undefined): Json[] {
  return Array.isArray(list) ? list.map((entry) => (isObject(entry) ? (entry['Next'] ?? null) : null)) : []
}

function refuseWithoutMock(state: State): void {
  const resource = parseResource(state.Resource ?? '')
  const pattern = resource?.pattern ?? 'requestResponse'
  if (state.Type === 'Map' || state.Type === 'Parallel')
    throw validationError(`State type '${state.Type}' is not supported when a mock is not specified`)
  if (resource?.kind === 'activity' || pattern !== 'requestResponse')
    throw validationError(`Resource '${state.Resource ?? ''}' is not supported when a mock is not specified`)
}

/** What a task gives instead of being called: a result, or an error. */
interface Mock {
  readonly result: Json | undefined
  readonly error: StateFailure | undefined
}

function mockOf(input: Input): Mock | undefined {
  const mock = input.optionalObject('mock')
  if (mock === undefined) return undefined
  const { result, errorOutput } = mock
  if ((result === undefined) === (errorOutput === undefined))
    throw validationError('A test mock should have exactly one of the following fields: [result, errorOutput]')
  if (isObject(errorOutput ?? null)) {
    const { error, cause } = Object(errorOutput)
    return { result: undefined, error: new StateFailure(error, cause, { fromTask: true }) }
  }
  return { result: jsonOf(result, 'mock.result'), error: undefined }
}

function jsonOf(text: Json | undefined, field: string): Json {
  const value = typeof text === 'string' ? tryParseJson(text) : undefined
  if (value === undefined) throw validationError(`The field '${field}' must be valid JSON`)
  return value
}

/** Calls tasks, or answers in their place, and remembers what came back. */
class TestedTasks implements TaskCaller {
  result: Json | undefined

  private readonly tasks: TaskCaller
  private readonly mock: Mock | undefined

  constructor(tasks: TaskCaller, mock: Mock | undefined) {
    this.tasks = tasks
    this.mock = mock
  }

  check(resource: Parameters<TaskCaller['check']>[0]): void {
    if (this.mock === undefined) this.tasks.check(resource)
  }

  async call(call: Parameters<TaskCaller['call']>[0]): Promise<Json> {
    if (this.mock?.error !== undefined) throw this.mock.error
    this.result = this.mock?.result ?? (await this.tasks.call(call))
    return this.result
  }
}

function scopeOf(
  core: EngineCore,
  test: { input: Input; flow: Flow; name: string; state: State; mock: Mock | undefined },
): Scope & { readonly tasks: TestedTasks } {
  const { flow, name, state } = test
  const text = test.input.optionalString('input') ?? '{}'
  if (tryParseJson(text) === undefined) {
    throw new ApiError('InvalidExecutionInput', 'Invalid State Machine Execution Input: The input is not valid JSON')
  }
  const variables = test.input.optionalString('variables')
  // Whether it is retried or caught is told, not done.
  const { Retry: _, Catch: __, ...alone } = state
  const tested: Flow = { ...flow, StartAt: name, States: { ...flow.States, [name]: alone } }
  const stateMachineArn = `arn:aws:states:${core.region}:${core.accountId}:stateMachine:TestState`
  const roleArn = test.input.optionalString('roleArn') ?? `arn:aws:iam::${core.accountId}:role/TestState`
  const execution = new Execution(
    {
      arn: `${stateMachineArn.replace('stateMachine', 'execution')}:${randomUUID()}`,
      name: randomUUID(),
      program: {
        stateMachineArn,
        stateMachineName: 'TestState',
        flow: tested,
        definition: '',
        type: 'STANDARD',
        roleArn,
        labels: new Map(),
      },
      input: text,
    },
    core.clock,
  )
  const { progress, cancellation } = execution
  const given = variables === undefined ? {} : jsonOf(variables, 'variables')
  if (isObject(given)) progress.variables = given
  const tasks = new TestedTasks(core.services.tasks, test.mock)
  return {
    services: { ...core.services, tasks, onProgress: () => {} },
    tasks,
    execution,
    flow: tested,
    language: flow.QueryLanguage ?? 'JSONPath',
    progress,
    cancellation,
    mapItem: undefined,
  }
}

function visitOf(scope: Scope, name: string, state: State): StateVisit {
  return {
    scope,
    name,
    state,
    language: state.QueryLanguage ?? scope.language,
    input: scope.progress.input,
    enteredEventId: 0,
    enteredAt: scope.services.clock.now(),
    retryCount: 0,
    taskToken: undefined,
  }
}

interface Tested {
  readonly answer: JsonObject
  /** `errorDetails` of the inspection. */
  readonly details: JsonObject | undefined
}

async function run(visit: StateVisit, input: Input): Promise<Tested> {
  const { scope } = visit
  const stopTimer = scope.services.clock.setTimeout(() => scope.cancellation.cancel({ kind: 'timeout' }), LIMIT_MS)
  try {
    const step = await runState(scope, runFlow)
    const next = step.next === undefined ? {} : { nextState: step.next }
    return { answer: { output: JSON.stringify(step.output), ...next, status: 'SUCCEEDED' }, details: undefined }
  } catch (error) {
    if (error instanceof Cancelled) return failed({ error: 'States.Timeout' }, 'FAILED')
    if (!(error instanceof StateFailure)) throw error
    return afterFailure(visit, error, retriesSoFar(input))
  } finally {
    stopTimer()
  }
}

function retriesSoFar(input: Input): number {
  const { retrierRetryCount } = input.optionalObject('stateConfiguration') ?? {}
  return typeof retrierRetryCount === 'number' ? retrierRetryCount : 0
}

async function afterFailure(visit: StateVisit, failure: StateFailure, retries: number): Promise<Tested> {
  const { Retry = [], Catch = [] } = visit.state
  const fields: JsonObject = {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.causeText === undefined ? {} : { cause: bare(failure.causeText) }),
  }
  const delay = nextRetryDelay(
    Retry,
    failure,
    Retry.map(() => retries),
  )
  if (delay !== undefined) {
    const retryIndex = Retry.findIndex((retrier) => nextRetryDelay([retrier], failure, [retries]) !== undefined)
    return failed(fields, 'RETRIABLE', { retryIndex, retryBackoffIntervalSeconds: delay / 1000 })
  }
  const catchIndex = matchingCatcher(Catch, failure)
  const catcher = Catch[catchIndex]
  if (catcher === undefined) return failed(fields, 'FAILED')
  const errorOutput = { Error: failure.error ?? '', Cause: failure.causeText ?? '' }
  const { output } = await stateIo(visit).caught(catcher, catchIndex, errorOutput)
  const caught = { output: JSON.stringify(output), ...fields, nextState: catcher.Next }
  return failed(caught, 'CAUGHT_ERROR', { catchIndex })
}

function failed(fields: JsonObject, status: string, details?: JsonObject): Tested {
  return { answer: { ...fields, status }, details }
}

/** A cause without the sentence that names state and event, since there are no events here (observed 2026-09-23). */
function bare(cause: string): string {
  return cause.replace(/^An error occurred while executing the state '.*?' \(entered at the event id #\d+\)\. /s, '')
}
