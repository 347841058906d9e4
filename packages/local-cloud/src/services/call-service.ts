import type { CallService } from '@hourglass/local-stepfunctions/integrations/ports'
import { isObject, type Json, type JsonObject, tryParseJson } from '@hourglass/local-stepfunctions/language/json'
import type { JsonService } from '../http/service.ts'
import type { AsyncInvoker } from '../lambda/async-invoker.ts'
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts'
import type { Authorize } from './authorize.ts'
import { ServiceError } from './json-service.ts'
import type { Topics } from './sns/topics.ts'

/** The services that a state machine's `aws-sdk:` tasks reach here, besides S3 and Step Functions. */
export interface CallServicePorts {
  /** JSON services by name, with the prefix of their targets. */
  readonly json: Readonly<Record<string, { readonly prefix: string; readonly service: JsonService }>>
  readonly topics: Topics
  readonly runtime: LambdaRuntime
  readonly functions: AsyncInvoker
  readonly authorize: Authorize
}

/**
 * Calls a service in the name of a machine's role. Each asks the policies itself, about the resource that it finds.
 * @throws Error with the API's error name
 */
export function callService(ports: CallServicePorts): CallService {
  return async ({ service, action, parameters, roleArn }) => {
    const operation = action.charAt(0).toUpperCase() + action.slice(1)
    const found = ports.json[service]
    if (found !== undefined) {
      const body = JSON.stringify(textBody(parameters))
      const answer = await found.service(`${found.prefix}${operation}`, body, { accessKeyId: '', principal: roleArn })
      return resultOf(answer.status, answer.body)
    }
    if (service === 'sns' && operation === 'Publish')
      return { MessageId: ports.topics.publish(publishRequest(parameters)).messageId }
    if (service === 'lambda' && operation === 'Invoke') return invoke(ports, parameters, roleArn)
    const known = [...Object.keys(ports.json), 's3', 'sfn', 'sns:publish', 'lambda:invoke'].join(', ')
    throw new ServiceError(
      'UnknownOperationException',
      `aws-sdk:${service}:${action} is not supported here; supported: ${known}`,
    )
  }
}

/** Services that ask the policies themselves once they know the resource: a name is not its ARN. */
const ASKING = /^(secretsmanager|sqs|lambda):/

/** Whether a question is left to the service that the call goes to. */
export function isAskedLater(action: string, resource: string): boolean {
  return resource === '*' && ASKING.test(action)
}

/** A message may be given as an object; the queue gets its text. */
function textBody(parameters: JsonObject): JsonObject {
  const { MessageBody } = parameters
  return isObject(MessageBody) ? { ...parameters, MessageBody: JSON.stringify(MessageBody) } : parameters
}

function resultOf(status: number, body: string): Json {
  const answer = tryParseJson(body) ?? null
  if (status < 300) return answer
  const { __type: name, message } = isObject(answer) ? answer : {}
  throw new ServiceError(
    typeof name === 'string' ? name : 'ServiceException',
    typeof message === 'string' ? message : body,
    status,
  )
}

function publishRequest(parameters: JsonObject): {
  readonly TopicArn?: string
  readonly Subject?: string
  readonly Message: string
} {
  const { TopicArn, Subject, Message } = parameters
  return {
    ...(typeof TopicArn === 'string' ? { TopicArn } : {}),
    ...(typeof Subject === 'string' ? { Subject } : {}),
    Message: typeof Message === 'string' ? Message : JSON.stringify(Message ?? ''),
  }
}

/** Unlike the optimised integration this one gives the payload as text, and a function's error is an answer. */
async function invoke(ports: CallServicePorts, parameters: JsonObject, roleArn: string): Promise<Json> {
  const { FunctionName, Qualifier, InvocationType, Payload } = parameters
  const functionName = typeof FunctionName === 'string' ? FunctionName : ''
  const qualifier = typeof Qualifier === 'string' ? Qualifier : undefined
  const payload = typeof Payload === 'string' ? Payload : JSON.stringify(Payload ?? {})
  const { invokedArn } = ports.runtime.resolve(functionName, qualifier)
  await ports.authorize({ principal: roleArn, action: 'lambda:InvokeFunction', resource: invokedArn, context: {} })
  if (InvocationType === 'Event') {
    ports.functions.send(functionName, payload, qualifier)
    return { StatusCode: 202 }
  }
  const answer = await ports.runtime.invoke({ functionName, qualifier, payload })
  const { functionError, executedVersion } = answer
  return {
    StatusCode: 200,
    ExecutedVersion: executedVersion,
    Payload: answer.payload,
    ...(functionError === undefined ? {} : { FunctionError: functionError }),
  }
}
