import { StateFailure } from '../language/failure.ts'
import type { State } from '../language/definition.ts'
import type { Json, JsonObject } from '../language/json.ts'
import { PathSyntaxError } from '../language/jsonpath/path.ts'
import { Cancelled } from './cancellation.ts'
import { matchingCatcher, nextRetryDelay } from './retry.ts'
import { emit, emitAside, isRecording, payloadText, type Scope, type StateVisit } from './scope.ts'
import { sleep } from './sleep.ts'
import { type StateIo, stateIo, type StateResult } from './state-io.ts'
import { runChoice } from './states/choice.ts'
import { runMap } from './states/map.ts'
import { runParallel } from './states/parallel.ts'
import { runFail, runPass, runSucceed } from './states/simple.ts'
import { runTask } from './states/task.ts'
import { runWait } from './states/wait.ts'
import { assignVariables } from './variables.ts'

/** Where a flow goes after a state; no `next` at its end. */
export interface StateStep extends StateResult {
  readonly next: string | undefined
}

/** Runs an inner flow; handed down because flows contain states and states contain flows. */
export type RunFlow = (scope: Scope) => Promise<Json>

/** Runs the state at which the scope's progress stands, with its Retry and Catch. @throws StateFailure, Cancelled */
export async function runState(scope: Scope, runFlow: RunFlow): Promise<StateStep> {
  const visit = enter(scope)
  const { progress } = scope
  for (;;) {
    try {
      await untilNextAttempt(scope)
      const step = await behave(visit, runFlow)
      return leave(visit, step)
    } catch (error) {
      if (error instanceof Cancelled) throw error
      const failure = describeFailure(error, visit)
      const { used, count } = progress.retry ?? { used: [], count: 0 }
      const delay = nextRetryDelay(visit.state.Retry ?? [], failure, used)
      if (delay === undefined) return await recover(visit, failure)
      delete progress.children
      delete progress.items
      delete progress.mapRunArn
      visit.retryCount = count + 1
      progress.retry = { used, count: count + 1, notBefore: scope.services.clock.now() + delay }
      scope.services.onProgress(scope.execution)
    }
  }
}

async function untilNextAttempt({ progress: { retry }, services: { clock }, cancellation }: Scope): Promise<void> {
  if (retry?.notBefore === undefined) return
  await sleep(clock, Math.max(0, retry.notBefore - clock.now()), cancellation)
  delete retry.notBefore
}

function enter(scope: Scope): StateVisit {
  const { progress } = scope
  const state = stateAt(scope)
  if (progress.entered === undefined) {
    const previousEventId = progress.lastEventId
    const input = isRecording(scope) ? payloadText(progress.input, progress.state) : ''
    const details = { name: progress.state, input, inputDetails: { truncated: false } }
    const eventId = emit(scope, `${state.Type}StateEntered`, 'stateEnteredEventDetails', details)
    progress.entered = { eventId, at: scope.services.clock.now(), previousEventId }
    scope.services.onProgress(scope.execution)
  }
  return {
    scope,
    state,
    name: progress.state,
    language: state.QueryLanguage ?? scope.language,
    input: progress.input,
    enteredEventId: progress.entered.eventId,
    enteredAt: progress.entered.at,
    retryCount: progress.retry?.count ?? 0,
    taskToken: undefined,
  }
}

function stateAt(scope: Scope): State {
  const state = scope.flow.States[scope.progress.state]
  if (state === undefined) throw new StateFailure('States.Runtime', `State '${scope.progress.state}' does not exist.`)
  return state
}

async function behave(visit: StateVisit, runFlow: RunFlow): Promise<StateStep> {
  const io = stateIo(visit)
  const { state } = visit
  if (state.Type === 'Choice') return runChoice(visit, io)
  const result = await resultOf(visit, io, runFlow)
  return { ...result, next: state.End === true || state.Type === 'Succeed' ? undefined : state.Next }
}

function resultOf(visit: StateVisit, io: StateIo, runFlow: RunFlow): Promise<StateResult> {
  switch (visit.state.Type) {
    case 'Pass':
      return runPass(visit, io)
    case 'Succeed':
      return runSucceed(visit, io)
    case 'Fail':
      return runFail(io)
    case 'Wait':
      return runWait(visit, io)
    case 'Task':
      return runTask(visit, io)
    case 'Parallel':
      return runParallel(visit, io, runFlow)
    case 'Map':
      return runMap(visit, io, runFlow)
    case 'Choice':
      throw new Error('unreachable: Choice has its own way out')
  }
}

function leave(visit: StateVisit, step: StateStep): StateStep {
  const { scope } = visit
  const output = step.output === visit.input && !isRecording(scope) ? '' : payloadText(step.output, visit.name)
  assignVariables(scope.progress, visit.name, step.assigned)
  if (isRecording(scope))
    emit(scope, `${visit.state.Type}StateExited`, 'stateExitedEventDetails', exitDetails(visit, step, output))
  return step
}

function exitDetails(visit: StateVisit, step: StateStep, output: string): JsonObject {
  const details: JsonObject = { name: visit.name, output, outputDetails: { truncated: false } }
  const assigned = Object.entries(step.assigned ?? {})
  if (assigned.length === 0) return details
  details['assignedVariables'] = Object.fromEntries(assigned.map(([name, value]) => [name, JSON.stringify(value)]))
  details['assignedVariablesDetails'] = { truncated: false }
  return details
}

async function recover(visit: StateVisit, failure: StateFailure): Promise<StateStep> {
  const { state, scope } = visit
  const own = isOwn(failure)
  noteEvaluationFailure(visit, failure)
  if (!own && state.Type === 'Map') emit(scope, 'MapStateFailed')
  if (!own && state.Type === 'Parallel') emit(scope, 'ParallelStateFailed')
  const index = matchingCatcher(state.Catch ?? [], failure)
  const catcher = state.Catch?.[index]
  if (catcher === undefined) throw settled(failure)
  const errorOutput: JsonObject = { Error: failure.error ?? '', Cause: failure.causeText ?? '' }
  try {
    const result = await stateIo(visit).caught(catcher, index, errorOutput)
    return leave(visit, { ...result, next: catcher.Next })
  } catch (error) {
    if (error instanceof Cancelled) throw error
    const second = describeFailure(error, visit)
    noteEvaluationFailure(visit, second)
    throw settled(second)
  }
}

// AWS emits MapStateFailed for a failed iteration or expression, but not when the state's own path fails.
function isOwn(failure: StateFailure): boolean {
  return failure.own && failure.location === undefined
}

// To the states around, it is the failure of something inside.
function settled({ error, causeText, fromTask, cause }: StateFailure): StateFailure {
  return new StateFailure(error, causeText, { fromTask, cause })
}

function noteEvaluationFailure({ scope, name, state }: StateVisit, failure: StateFailure): void {
  if (failure.location === undefined) return
  const { entered, lastEventId } = scope.progress
  // Recordings skip the entry of a state whose expression failed, except that of Wait.
  const skipsEntry = state.Type !== 'Wait' && failure.error === 'States.QueryEvaluationError'
  const previous = entered?.eventId === lastEventId && skipsEntry ? entered.previousEventId : lastEventId
  const details: JsonObject = { error: failure.error ?? '', cause: failure.causeText ?? '', state: name }
  if (failure.location !== null) details['location'] = failure.location
  scope.progress.lastEventId = emitAside(scope, 'EvaluationFailed', previous, 'evaluationFailedEventDetails', details)
}

/** Any error as the failure of this state. What is no StateFailure is a defect or a malformed definition. */
function describeFailure(error: unknown, visit: StateVisit): StateFailure {
  const where = `An error occurred while executing the state '${visit.name}' (entered at the event id #${visit.enteredEventId}). `
  if (error instanceof StateFailure) {
    if (!error.prefixed) return error
    const { fromTask, isHeartbeat, location } = error
    return new StateFailure(error.error, where + (error.causeText ?? ''), {
      prefixed: true,
      fromTask,
      isHeartbeat,
      ...(location === undefined ? {} : { location }),
    })
  }
  const message = error instanceof Error ? error.message : String(error)
  const cause = error instanceof PathSyntaxError ? message : `Internal error: ${message}`
  return new StateFailure('States.Runtime', where + cause, { prefixed: true, cause: error })
}
