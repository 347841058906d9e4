import { StateFailure, runtimeFailure } from '../../language/failure.ts'
import { isObject, type Json, type JsonObject } from '../../language/json.ts'
import { randomBytes } from 'node:crypto'
import { Cancelled, type Cancellation, unlessCancelled } from '../cancellation.ts'
import { emit, isRecording, payloadText, type StateVisit } from '../scope.ts'
import type { StateIo, StateResult } from '../state-io.ts'
import { parseResource, type TaskResource } from '../task-call.ts'

/** Task: calls a Lambda function or another service and waits for it as its pattern says. */
export async function runTask(visit: StateVisit, io: StateIo): Promise<StateResult> {
  const { scope, state } = visit
  const resource = parseResource(state.Resource ?? '')
  if (resource === undefined) throw runtimeFailure(`The resource ${state.Resource ?? ''} is not recognized.`)
  if (resource.pattern === 'waitForTaskToken') visit.taskToken = randomBytes(60).toString('base64url')
  const parameters = await io.payload()
  const timing = await timingOf(io)
  const roleArn = await credentialsOf(visit, io)
  const events = new TaskEvents(visit, resource)
  events.scheduled(parameters, timing, roleArn)
  try {
    const result = await callInTime(visit, resource, { parameters, timing, roleArn, events })
    events.succeeded(payloadText(result, resource.service ?? resource.arn, true))
    return io.finish(result)
  } catch (error) {
    if (error instanceof StateFailure && !error.prefixed) events.failed(error)
    throw error
  } finally {
    scope.services.onProgress(scope.execution)
  }
}

interface Timing {
  readonly timeout: number | undefined
  readonly heartbeat: number | undefined
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
  const { clock, tasks } = scope.services
  const { cancellation, release } = scope.cancellation.child()
  let late: StateFailure | undefined
  const expire = (failure: StateFailure) => () => {
    late ??= failure
    cancellation.cancel({ kind: 'timeout' })
  }
  const arm = (seconds: number | undefined, error: string) => {
    const isHeartbeat = error === 'States.HeartbeatTimeout'
    return seconds === undefined
      ? () => {}
      : clock.setTimeout(expire(new StateFailure(error, undefined, { fromTask: true, isHeartbeat })), seconds * 1000)
  }
  const stopTimeout = arm(attempt.timing.timeout, 'States.Timeout')
  // Only tasks that can send heartbeats are held to them.
  const heartbeat = resource.pattern === 'waitForTaskToken' ? attempt.timing.heartbeat : undefined
  let stopHeartbeat = arm(heartbeat, 'States.HeartbeatTimeout')
  attempt.events.started()
  try {
    return await unlessCancelled(
      cancellation,
      guarded(
        tasks.call({
          resource,
          parameters: attempt.parameters,
          execution: scope.execution,
          roleArn: attempt.roleArn ?? scope.execution.program.roleArn,
          cancellation,
          token: visit.taskToken,
          submitted: (output) => attempt.events.submitted(output, cancellation),
          heartbeat: () => {
            stopHeartbeat()
            stopHeartbeat = arm(heartbeat, 'States.HeartbeatTimeout')
          },
        }),
      ),
    )
  } catch (error) {
    if (error instanceof Cancelled && late !== undefined && scope.cancellation.reason === undefined) throw late
    throw error
  } finally {
    release()
    stopTimeout()
    stopHeartbeat()
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

/** The events of one attempt, in the form for a function ARN or for a service integration. */
class TaskEvents {
  private readonly integration: JsonObject

  private readonly visit: StateVisit
  private readonly resource: TaskResource

  constructor(visit: StateVisit, resource: TaskResource) {
    this.visit = visit
    this.resource = resource
    const suffix = resource.pattern === 'requestResponse' ? '' : `.${resource.pattern}`
    this.integration = { resourceType: resource.service ?? 'lambda', resource: `${resource.action}${suffix}` }
  }

  scheduled(parameters: Json, timing: Timing, roleArn: string | undefined): void {
    if (!isRecording(this.visit.scope)) return
    const text = payloadText(parameters, this.visit.name)
    const details: JsonObject = this.isDirect
      ? { input: text, inputDetails: { truncated: false }, resource: this.resource.arn }
      : { ...this.integration, parameters: text, region: this.visit.scope.services.region }
    if (timing.timeout !== undefined) details['timeoutInSeconds'] = timing.timeout
    if (timing.heartbeat !== undefined) details['heartbeatInSeconds'] = timing.heartbeat
    if (roleArn !== undefined) details['taskCredentials'] = { roleArn }
    this.write('Scheduled', details)
  }

  started(): void {
    this.write('Started', this.isDirect ? undefined : this.integration)
  }

  submitted(output: Json, cancellation: Cancellation): void {
    if (cancellation.reason !== undefined || this.isDirect) return
    this.write('Submitted', {
      ...this.integration,
      output: JSON.stringify(output),
      outputDetails: { truncated: false },
    })
  }

  succeeded(output: string): void {
    const details = { output, outputDetails: { truncated: false } }
    this.write('Succeeded', this.isDirect ? details : { ...this.integration, ...details })
  }

  failed(failure: StateFailure): void {
    const details: JsonObject = this.isDirect ? {} : { ...this.integration }
    if (failure.error !== undefined) details['error'] = failure.error
    if (failure.causeText !== undefined) details['cause'] = failure.causeText
    const timedOut = failure.error === 'States.Timeout' || failure.error === 'States.HeartbeatTimeout'
    this.write(timedOut ? 'TimedOut' : 'Failed', details)
  }

  private get isDirect(): boolean {
    return this.resource.service === undefined
  }

  private write(what: string, details: JsonObject | undefined): void {
    const prefix = this.isDirect ? 'LambdaFunction' : 'Task'
    const field = this.isDirect ? `lambdaFunction${what}EventDetails` : `task${what}EventDetails`
    emit(this.visit.scope, `${prefix}${what}`, details === undefined ? undefined : field, details)
  }
}
