import { randomUUID } from 'node:crypto'
import type { PublishRequest } from '@hourglass/local-stepfunctions/integrations/ports'
import type { QueryService, ServiceResponse } from '../../http/service.ts'
import { element, text, xmlDocument } from '../../http/xml.ts'
import type { Authorize } from '../authorize.ts'
import { ServiceError } from '../json-service.ts'
import type { Topics } from './topics.ts'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** The query API of SNS: Publish. */
export function snsApi(topics: Topics, authorize: Authorize): QueryService {
  return async (parameters, caller) => {
    const requestId = text('RequestId', randomUUID())
    try {
      const action = parameters.get('Action') ?? ''
      if (action !== 'Publish')
        throw new ServiceError('InvalidAction', `SNS here only supports Publish, not "${action}"`)
      const request = publishRequest(parameters)
      const resource = request.TopicArn ?? request.TargetArn ?? '*'
      await authorize({ principal: caller.principal, action: 'sns:Publish', resource, context: {} })
      const result = element('PublishResult', [text('MessageId', topics.publish(request).messageId)])
      return xml(200, xmlDocument('PublishResponse', [result, element('ResponseMetadata', [requestId])], NAMESPACE))
    } catch (error) {
      const { status, code, message } = describe(error)
      const body = element('Error', [
        text('Type', status < 500 ? 'Sender' : 'Receiver'),
        text('Code', code),
        text('Message', message),
      ])
      return xml(status, xmlDocument('ErrorResponse', [body, requestId], NAMESPACE))
    }
  }
}

function publishRequest(parameters: URLSearchParams): PublishRequest {
  const optional = Object.fromEntries(
    ['TopicArn', 'TargetArn', 'Subject'].flatMap((name) => {
      const value = parameters.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
  return { ...optional, Message: parameters.get('Message') ?? '' }
}

function describe(error: unknown): { status: number; code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof ServiceError) return { status: error.status, code: error.name, message }
  if (error instanceof Error && error.name === 'AccessDeniedException')
    return { status: 403, code: 'AuthorizationError', message }
  return { status: 500, code: 'InternalFailure', message }
}

function xml(status: number, body: string): ServiceResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}
