import type { IncomingMessage } from 'node:http'
import type { JsonService, QueryService, RestService, StreamService } from './service.ts'

/** The services of one endpoint. Entries are added after the start too: some services need the endpoint's URL first. */
export interface Mounts {
  /** By the prefix of `X-Amz-Target`, dot included: `AWSStepFunctions.`, `secretsmanager.`. */
  readonly json: Map<string, JsonService>
  /** By the signing name in the credential scope: `sns`, `sts`. */
  readonly query: Map<string, QueryService>
  /** By path prefix: `/2015-03-31/functions/`. */
  readonly rest: Map<string, RestService>
  s3: StreamService | undefined
}

/** Which service a request is for. */
export type Route =
  | { readonly kind: 'json'; readonly target: string }
  | { readonly kind: 'query' }
  | { readonly kind: 'rest'; readonly service: RestService }
  | { readonly kind: 's3' }

/**
 * Chooses the service: `X-Amz-Target` means a JSON service, a form-encoded POST a query service, a known path prefix a REST
 * service, and the rest is S3. Which of the query services it is, only the signature's scope tells.
 */
export function route(request: IncomingMessage, mounts: Mounts): Route {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') return { kind: 'json', target }
  const form = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  if (request.method === 'POST' && form) return { kind: 'query' }
  for (const [prefix, service] of mounts.rest) {
    if (request.url?.startsWith(prefix)) return { kind: 'rest', service }
  }
  return { kind: 's3' }
}
