import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServiceResponse } from './service.ts'

/** Answers that have no body and may not carry a length (RFC 9110, sections 8.6 and 15.4.5). */
const BODILESS = new Set([204, 304])

/**
 * Sends a whole answer. Whatever is left of the request's body is read and dropped, because a client that is still sending
 * would otherwise see a reset connection instead of the answer.
 */
export function sendResponse(request: IncomingMessage, response: ServerResponse, answer: ServiceResponse): void {
  const body = Buffer.from(answer.body)
  const length = BODILESS.has(answer.status) ? {} : { 'content-length': body.length }
  response.writeHead(answer.status, { ...answer.headers, ...length })
  response.end(request.method === 'HEAD' ? undefined : body)
  request.resume()
}
