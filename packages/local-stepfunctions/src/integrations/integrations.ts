import type { Json } from '../language/json.ts'
import { unlessCancelled } from '../run/cancellation.ts'
import { runtimeFailure } from '../language/failure.ts'
import type { TaskCall, TaskCaller, TaskResource } from '../run/task-call.ts'
import { type Activities, callActivity } from './activities.ts'
import { callAwsSdk, type SdkPorts } from './aws-sdk.ts'
import { invokeDirectly, invokeThroughApi, type LambdaPorts } from './lambda.ts'
import type { Publish } from './ports.ts'
import { publishMessage } from './sns.ts'
import { type ExecutionControl, startExecution } from './start-execution.ts'
import type { TaskTokens } from './task-tokens.ts'

/** What the service integrations are built on. */
export interface IntegrationPorts extends LambdaPorts, SdkPorts {
  readonly publish: Publish | undefined
  readonly executions: ExecutionControl
  readonly tokens: TaskTokens
  readonly activities: Activities
}

/** Calls the services that a Task's `Resource` may name. */
export class Integrations implements TaskCaller {
  private readonly ports: IntegrationPorts

  constructor(ports: IntegrationPorts) {
    this.ports = ports
  }

  check({ kind, arn }: TaskResource): void {
    if (kind === 'activity' && this.ports.activities.find(arn) === undefined)
      throw runtimeFailure(`The activity ${arn} does not exist.`)
  }

  async call(call: TaskCall): Promise<Json> {
    if (call.resource.kind === 'activity') return callActivity(call, this.ports)
    if (call.token === undefined) return this.request(call)
    const { answer, forget } = this.ports.tokens.expect(call.token, call.heartbeat)
    try {
      if (call.resumed === undefined) {
        call.submitted(await this.request(call))
        call.remember({ token: call.token })
      }
      return await unlessCancelled(call.cancellation, answer)
    } finally {
      forget()
    }
  }

  private request(call: TaskCall): Promise<Json> {
    const { kind, service, action } = call.resource
    if (kind === 'function') return invokeDirectly(call, this.ports)
    if (service === 'lambda' && action === 'invoke') return invokeThroughApi(call, this.ports)
    if (service === 'states' && action === 'startExecution')
      return startExecution(call, this.ports.executions, this.ports.authorize)
    if (service === 'sns' && action === 'publish') return publishMessage(call, this.ports.publish, this.ports.authorize)
    return callAwsSdk(call, this.ports)
  }
}
