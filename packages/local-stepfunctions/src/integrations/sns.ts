import { isObject, type Json } from '../language/json.ts'
import { runtimeFailure } from '../language/failure.ts'
import type { TaskCall } from '../run/task-call.ts'
import { checkAllowed } from './guard.ts'
import type { Authorize, Publish, PublishRequest } from './ports.ts'
import { serviceFailure } from './service-errors.ts'

const STYLE = { prefix: 'SNS', service: 'AmazonSNS' }

/** `arn:aws:states:::sns:publish`. A Message that is no string is sent as JSON text. @throws StateFailure */
export async function publishMessage(
  call: TaskCall,
  publish: Publish | undefined,
  authorize: Authorize | undefined,
): Promise<Json> {
  if (!isObject(call.parameters)) throw runtimeFailure('The Parameters of sns:publish must be an object.')
  const { Message, ...rest } = call.parameters
  const text = typeof Message === 'string' ? Message : JSON.stringify(Message ?? '')
  // The remaining fields are those of the SNS API; the host checks them.
  const request = { ...rest, Message: text } as unknown as PublishRequest
  try {
    await checkAllowed(authorize, call.roleArn, 'sns:Publish', request.TopicArn ?? request.TargetArn ?? '*')
    if (publish === undefined)
      throw new Error('This engine was created without "publish"; pass one to createEngine to use sns:publish.')
    const response = await publish(request)
    return response.SequenceNumber === undefined
      ? { MessageId: response.MessageId }
      : { MessageId: response.MessageId, SequenceNumber: response.SequenceNumber }
  } catch (error) {
    throw serviceFailure(error, STYLE)
  }
}
