import type { Engine } from '@hourglass/local-stepfunctions/engine'
import { isObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { AsyncInvoker } from '../lambda/async-invoker.ts'
import { type Authorize, inNameOf } from './authorize.ts'
import type { Deliver } from './events/event-bus.ts'
import type { Topics } from './sns/topics.ts'
import type { Queues } from './sqs/queues.ts'
import { callEngine } from './step-functions.ts'

/** The services that rules and schedules start things in. */
export interface TargetPorts {
  readonly engine: Engine
  readonly functions: AsyncInvoker
  readonly topics: Topics
  readonly queues: Queues
  readonly authorize: Authorize
  readonly accountId: string
}

/**
 * Targets of EventBridge rules, by the service in their ARN. Topics and functions let EventBridge in by their own policy,
 * state machines through the target's role.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function ruleTargets(ports: TargetPorts): Readonly<Record<string, Deliver>> {
  const { functions, topics, accountId } = ports
  const mayCall = async (action: string, resource: string, ruleArn: string): Promise<void> =>
    ports.authorize(inNameOf('events.amazonaws.com', ruleArn, action, resource, accountId))
  return {
    sns: async ({ arn }, Message, ruleArn) => {
      await mayCall('sns:Publish', arn, ruleArn)
      topics.publish({ TopicArn: arn, Message })
    },
    lambda: async ({ arn }, input, ruleArn) => {
      await mayCall('lambda:InvokeFunction', arn, ruleArn)
      functions.send(arn, input)
    },
    sqs: async ({ arn }, input, ruleArn) => {
      await mayCall('sqs:SendMessage', arn, ruleArn)
      ports.queues.send(arn, input)
    },
    states: async ({ arn, roleArn }, input) => {
      if (roleArn === undefined) throw new Error(`the target ${arn} needs a role_arn that may start it`)
      await startExecution(ports, roleArn, { stateMachineArn: arn, input })
    },
  }
}

/**
 * Starts the target of a schedule in its role's name: a state machine, a function, or a machine by the universal target.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
 * @throws Error when the role may not, or the target does not take it
 */
export async function startScheduled(
  ports: TargetPorts,
  target: { arn: string; roleArn: string },
  input: string,
): Promise<void> {
  const { arn, roleArn: principal } = target
  const service = arn.split(':')[2]
  if (service === 'states') {
    await startExecution(ports, principal, { stateMachineArn: arn, input })
  } else if (service === 'lambda') {
    await ports.authorize({ principal, action: 'lambda:InvokeFunction', resource: arn, context: {} })
    ports.functions.send(arn, input)
  } else if (arn === 'arn:aws:scheduler:::aws-sdk:sfn:startExecution') {
    await startExecution(ports, principal, universalInput(input))
  } else {
    throw new Error(`schedules cannot start ${arn} here; supported: state machines and functions`)
  }
}

interface StartExecution {
  readonly stateMachineArn: string
  readonly input: string
  readonly name?: string
}

async function startExecution(ports: TargetPorts, principal: string, request: StartExecution): Promise<void> {
  await ports.authorize({ principal, action: 'states:StartExecution', resource: request.stateMachineArn, context: {} })
  await callEngine(ports.engine, 'StartExecution', { ...request })
}

/** The universal target's input is the API call itself, with the names of the AWS SDK for Java. */
function universalInput(text: string): StartExecution {
  const call = tryParseJson(text)
  const { StateMachineArn, Input, Name } = isObject(call) ? call : {}
  if (typeof StateMachineArn !== 'string') throw new Error('the input of the universal target has no StateMachineArn')
  const start = { stateMachineArn: StateMachineArn, input: typeof Input === 'string' ? Input : '{}' }
  return typeof Name === 'string' ? { ...start, name: Name } : start
}
