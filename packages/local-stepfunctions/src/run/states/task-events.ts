import type { StateFailure } from '../../language/failure.ts'
import type { Json, JsonObject } from '../../language/json.ts'
import type { Cancellation } from '../cancellation.ts'
import { emit, isRecording, payloadText, type StateVisit } from '../scope.ts'
import type { TaskResource } from '../task-call.ts'
import type { Timing } from './task-timers.ts'

const PREFIX = { function: 'LambdaFunction', activity: 'Activity', integration: 'Task' } as const

/** The events of one attempt, in the form for a function ARN, for an activity, or for a service integration. */
export class TaskEvents {
  private readonly visit: StateVisit
  private readonly resource: TaskResource
  private readonly integration: JsonObject

  constructor(visit: StateVisit, resource: TaskResource) {
    this.visit = visit
    this.resource = resource
    const suffix = resource.pattern === 'requestResponse' ? '' : `.${resource.pattern}`
    this.integration = { resourceType: resource.service, resource: `${resource.action}${suffix}` }
  }

  scheduled(parameters: Json, timing: Timing, roleArn: string | undefined): void {
    if (!isRecording(this.visit.scope)) return
    const text = payloadText(parameters, this.visit.name)
    const details: JsonObject = this.isIntegration
      ? { ...this.integration, parameters: text, region: this.visit.scope.services.region }
      : { input: text, inputDetails: { truncated: false }, resource: this.resource.arn }
    if (timing.timeout !== undefined) details['timeoutInSeconds'] = timing.timeout
    if (timing.heartbeat !== undefined) details['heartbeatInSeconds'] = timing.heartbeat
    if (roleArn !== undefined) details['taskCredentials'] = { roleArn }
    this.write('Scheduled', details)
  }

  /** `workerName` is who took an activity's task. */
  started(workerName: string | undefined): void {
    if (this.resource.kind === 'activity') this.write('Started', workerName === undefined ? {} : { workerName })
    else this.write('Started', this.isIntegration ? this.integration : undefined)
  }

  submitted(output: Json, cancellation: Cancellation): void {
    if (cancellation.reason !== undefined || !this.isIntegration) return
    this.write('Submitted', {
      ...this.integration,
      output: JSON.stringify(output),
      outputDetails: { truncated: false },
    })
  }

  succeeded(output: string): void {
    const details = { output, outputDetails: { truncated: false } }
    this.write('Succeeded', this.isIntegration ? { ...this.integration, ...details } : details)
  }

  failed(failure: StateFailure): void {
    const details: JsonObject = this.isIntegration ? { ...this.integration } : {}
    if (failure.error !== undefined) details['error'] = failure.error
    if (failure.causeText !== undefined) details['cause'] = failure.causeText
    const timedOut = failure.error === 'States.Timeout' || failure.error === 'States.HeartbeatTimeout'
    this.write(timedOut ? 'TimedOut' : 'Failed', details)
  }

  private get isIntegration(): boolean {
    return this.resource.kind === 'integration'
  }

  private write(what: string, details: JsonObject | undefined): void {
    const prefix = PREFIX[this.resource.kind]
    const field = `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}${what}EventDetails`
    emit(this.visit.scope, `${prefix}${what}`, details === undefined ? undefined : field, details)
  }
}
