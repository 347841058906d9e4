import { randomUUID } from 'node:crypto'
import type { RequestError } from './request-error.ts'
import type { ServiceResponse } from './service.ts'
import { element, text, xmlDocument } from './xml.ts'

/** How the services of each kind write an error. */
export const ERROR_FORMATS: Readonly<
  Record<'json' | 'rest' | 'query' | 's3', (error: RequestError) => ServiceResponse>
> = {
  json: (error) => jsonError(error),
  rest: (error) => jsonError(error),
  query: (error) => queryError(error),
  s3: (error) => s3ErrorResponse(error.status, error.code, error.message),
}

/** `__type` is where AWS JSON services put the error's name, `x-amzn-errortype` where REST-JSON services do. */
function jsonError(error: RequestError): ServiceResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.jsonCode },
    body: JSON.stringify({ __type: error.jsonCode, message: error.message }),
  }
}

function queryError(error: RequestError): ServiceResponse {
  const type = text('Type', error.status < 500 ? 'Sender' : 'Receiver')
  const body = element('Error', [type, text('Code', error.code), text('Message', error.message)])
  return { status: error.status, headers: { 'content-type': 'text/xml' }, body: xmlDocument('ErrorResponse', [body]) }
}

/** An error in S3's form. `resource` is the bucket or object that it is about. */
export function s3ErrorResponse(status: number, code: string, message: string, resource?: string): ServiceResponse {
  const requestId = randomUUID()
  const body = [text('Code', code), text('Message', message)]
  if (resource !== undefined) body.push(text('Resource', resource))
  body.push(text('RequestId', requestId))
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: xmlDocument('Error', body),
  }
}
