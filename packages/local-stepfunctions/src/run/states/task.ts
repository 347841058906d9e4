import { StateFailure, runtimeFailure } from '../../language/failure.ts'
import { isObject, type Json } from '../../language/json.ts'
import { Cancelled, unlessCancelled } from '../cancellation.ts'
import { payloadText, type StateVisit } from '../scope.ts'
import type { StateIo, StateResult } from '../state-io.ts'
import { parseResource, type TaskResource } from '../task-call.ts'
import { newTaskToken } from '../task-token.ts'
import { TaskEvents } from './task-events.ts'
import { TaskTimers, type Timing } from './task-timers.ts'

/** Task: calls a function, an activity or another service, and waits for it as its pattern says. */
export async function runTask(visit: StateVisit, io: StateIo): Promise<StateResult> {
  const { scope, state } = visit
  const resource = parseResource(state.Resource ?? '')
  if (resource === undefined) throw runtimeFailure(`The resource ${state.Resource ?? ''} is not recognized.`)
  const { waiting } = scope.progress
  if (resource.pattern === 'waitForTaskToken') visit.taskToken = waiting?.token ?? newTaskToken()
  const parameters = await io.payload()
  const timing = await timingOf(io)
  const roleArn = await credentialsOf(visit, io)
  scope.services.tasks.check(resource)
  const events = new TaskEvents(visit, resource)
  if (waiting === undefined) events.scheduled(parameters, timing, roleArn)
  try {
    const result = await callInTime(visit, resource, { parameters, timing, roleArn, events })
    events.succeeded(payloadText(result, resource.kind === 'integration' ? resource.service : resource.arn, true))
    return io.finish(result)
  } catch (error) {
    if (error instanceof StateFailure && !error.prefixed) events.failed(error)
    throw error
  } finally {
    if (!isShutdown(visit)) delete scope.progress.waiting
    scope.services.onProgress(scope.execution)
  }
}

interface TaskAttempt {
  readonly parameters: Json
  readonly timing: Timing
  readonly roleArn: string | undefined
  readonly events: TaskEvents
}

async function timingOf(io: StateIo): Promise<Timing> {
  return { timeout: await io.integer('TimeoutSeconds'), heartbeat: await io.integer('HeartbeatSeconds') }
}

async function credentialsOf({ state }: StateVisit, io: StateIo): Promise<string | undefined> {
  if (state.Credentials === undefined) return undefined
  const credentials = await io.template(state.Credentials, 'Credentials')
  const roleArn = isObject(credentials) ? credentials['RoleArn'] : undefined
  return typeof roleArn === 'string' ? roleArn : undefined
}

async function callInTime(visit: StateVisit, resource: TaskResource, attempt: TaskAttempt): Promise<Json> {
  const { scope } = visit
  const { progress, services } = scope
  const { cancellation, release } = scope.cancellation.child()
  const isActivity = resource.kind === 'activity'
  let late: StateFailure | undefined
  const timers = new TaskTimers({
    clock: services.clock,
    // Only tasks that can send heartbeats are held to them.
    timing: isActivity || visit.taskToken !== undefined ? attempt.timing : { ...attempt.timing, heartbeat: undefined },
    isActivity,
    onLate: (failure) => {
      late ??= failure
      cancellation.cancel({ kind: 'timeout' })
    },
  })
  const resumed = progress.waiting
  const remember: typeof progress.waiting = { since: services.clock.now(), isTaken: !isActivity, ...resumed }
  const begin = (workerName?: string): void => {
    timers.began(0)
    attempt.events.started(workerName)
  }
  if (resumed?.isTaken === true) timers.began(services.clock.now() - resumed.since)
  else if (isActivity) timers.offered()
  else begin()
  try {
    return await unlessCancelled(
      cancellation,
      guarded(
        services.tasks.call({
          resource,
          parameters: attempt.parameters,
          execution: scope.execution,
          roleArn: attempt.roleArn ?? scope.execution.program.roleArn,
          cancellation,
          token: visit.taskToken,
          resumed,
          remember: (what) => {
            progress.waiting = Object.assign(remember, what)
            services.onProgress(scope.execution)
          },
          taken: (workerName) => {
            progress.waiting = Object.assign(remember, { isTaken: true, since: services.clock.now() })
            begin(workerName)
            services.onProgress(scope.execution)
          },
          submitted: (output) => attempt.events.submitted(output, cancellation),
          heartbeat: () => timers.beat(),
        }),
      ),
    )
  } catch (error) {
    if (error instanceof Cancelled && late !== undefined && scope.cancellation.reason === undefined) throw late
    throw error
  } finally {
    release()
    timers.stop()
  }
}

/** A host's callback may reject with anything: whatever is no StateFailure becomes the failure of the task. */
async function guarded(call: Promise<Json>): Promise<Json> {
  try {
    return await call
  } catch (error) {
    if (error instanceof StateFailure || error instanceof Cancelled) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new StateFailure('States.TaskFailed', message, { fromTask: true, cause: error })
  }
}

// The engine is being closed: whoever opens its store again goes on waiting.
function isShutdown({ scope }: StateVisit): boolean {
  return scope.cancellation.reason?.kind === 'shutdown'
}
