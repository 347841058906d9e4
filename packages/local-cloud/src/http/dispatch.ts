import type { IncomingMessage, ServerResponse } from 'node:http'
import { ERROR_FORMATS } from './error-response.ts'
import { type Mounts, type Route, route } from './mounts.ts'
import { readBody } from './read-body.ts'
import { RequestError } from './request-error.ts'
import { parseTarget } from './request-target.ts'
import { sendResponse } from './send-response.ts'
import type { CredentialTable } from './service.ts'
import { type VerifiedSignature, verifySignature } from './sigv4.ts'

/** What dispatching needs besides the request. */
export interface DispatchContext {
  readonly mounts: Mounts
  readonly credentials: CredentialTable
  readonly now: () => number
  readonly onError: (error: unknown, request: string) => void
}

/** Verifies one request and hands it to its service. A refusal is answered in that service's own error format. */
export async function dispatch(
  request: IncomingMessage,
  response: ServerResponse,
  context: DispatchContext,
): Promise<void> {
  const chosen = route(request, context.mounts)
  try {
    await serve(chosen, request, response, context)
  } catch (error) {
    const gone = response.destroyed || request.socket.destroyed
    if (!gone && !(error instanceof RequestError)) context.onError(error, `${request.method} ${request.url}`)
    if (gone || response.headersSent) {
      response.destroy()
      return
    }
    const known = error instanceof RequestError ? error : internalError(error)
    sendResponse(request, response, ERROR_FORMATS[chosen.kind](known))
  }
}

async function serve(
  chosen: Route,
  request: IncomingMessage,
  response: ServerResponse,
  context: DispatchContext,
): Promise<void> {
  const { mounts } = context
  if (chosen.kind === 's3') {
    const signed = await verify(request, context)
    if (mounts.s3 === undefined)
      throw new RequestError('InvalidAction', 'no service here takes this request: S3 is not mounted')
    return mounts.s3(request, response, signed)
  }
  const { body, hash } = await readBody(request)
  const { caller, service: signingName } = await verify(request, context, hash)
  if (chosen.kind === 'rest') return chosen.service(request, response, { caller, body })
  if (chosen.kind === 'json') {
    const service = mounts.json.get(chosen.target.slice(0, chosen.target.indexOf('.') + 1))
    if (service === undefined)
      throw new RequestError('InvalidAction', `no service here takes the target "${chosen.target}"`)
    return sendResponse(request, response, await service(chosen.target, body.toString(), caller))
  }
  const service = mounts.query.get(signingName)
  if (service === undefined)
    throw new RequestError('InvalidAction', `no query service "${signingName}" is mounted here`)
  sendResponse(request, response, await service(new URLSearchParams(body.toString()), caller))
}

function verify(request: IncomingMessage, context: DispatchContext, bodyHash?: string): Promise<VerifiedSignature> {
  const { method = 'GET', url = '/', headers } = request
  let target: ReturnType<typeof parseTarget>
  try {
    target = parseTarget(url)
  } catch (cause) {
    if (cause instanceof URIError)
      throw new RequestError('InvalidURI', 'the URL has a percent escape that is not UTF-8')
    throw cause
  }
  const { credentials } = context
  const common = { credentials, now: context.now(), uriEscapePath: bodyHash !== undefined }
  return verifySignature({ method, target, headers }, bodyHash === undefined ? common : { ...common, bodyHash })
}

function internalError(error: unknown): RequestError {
  return new RequestError('InternalError', error instanceof Error ? error.message : String(error))
}
