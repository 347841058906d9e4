import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type DispatchContext, dispatch } from './dispatch.ts'
import type { Mounts } from './mounts.ts'
import type { CredentialTable, JsonService, QueryService, RestService, StreamService } from './service.ts'

/** Longer than the clients keep an idle connection, so that none is closed under a request that has just been sent. */
const KEEP_ALIVE_MS = 75_000

/** How to start {@link startEndpoint}. */
export interface EndpointOptions {
  /** The access keys that may sign requests. Keys may be added later. */
  readonly credentials: CredentialTable
  /** TCP port on 127.0.0.1; 0, the default, lets the system choose. */
  readonly port?: number
  /** Milliseconds since the epoch; signatures are dated against it. Default: the system's clock. */
  readonly now?: () => number
  /** Told of every error that a service did not answer itself, with the request line. Default: nothing. */
  readonly onError?: (error: unknown, request: string) => void
}

/** One HTTP server for all services of the local cloud. */
export interface Endpoint {
  /** `http://127.0.0.1:<port>`, the value for `AWS_ENDPOINT_URL`. */
  readonly url: string
  readonly port: number
  /** Mounts a JSON service under the prefix of its targets, dot included: `AWSStepFunctions.`. */
  mountJson(targetPrefix: string, service: JsonService): void
  /** Mounts a query service under its signing name: `sns`. */
  mountQuery(signingName: string, service: QueryService): void
  /** Mounts a REST service under a path prefix: `/2015-03-31/functions/`. */
  mountRest(pathPrefix: string, service: RestService): void
  /** Mounts S3, which takes every other request. */
  mountS3(service: StreamService): void
  /**
   * Stops taking connections, gives requests under way `graceMs` (default 2000) to end, ends all sockets and gives the
   * handlers the same time again to clean up. Calling it twice is harmless.
   */
  close(graceMs?: number): Promise<void>
}

/**
 * Starts the endpoint on the loopback interface only. Every request must carry an AWS Signature Version 4.
 * @throws the system's error when the port is taken
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const mounts: Mounts = { json: new Map(), query: new Map(), rest: new Map(), s3: undefined }
  const context: DispatchContext = {
    mounts,
    credentials: options.credentials,
    now: options.now ?? Date.now,
    onError: options.onError ?? (() => undefined),
  }
  const active = new Set<Promise<void>>()
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (request, response) => {
    const handled = handle(request, response, context).finally(() => active.delete(handled))
    active.add(handled)
  })
  const port = await listen(server, options.port ?? 0)
  let closing: Promise<void> | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    mountJson: (targetPrefix, service) => void mounts.json.set(targetPrefix, service),
    mountQuery: (signingName, service) => void mounts.query.set(signingName, service),
    mountRest: (pathPrefix, service) => void mounts.rest.set(pathPrefix, service),
    mountS3: (service) => {
      mounts.s3 = service
    },
    close: (graceMs = 2000) => {
      closing ??= closeServer(server, active, graceMs)
      return closing
    },
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, context: DispatchContext): Promise<void> {
  // A client that goes away mid-answer is its own business; without a listener it would end the process.
  response.on('error', () => undefined)
  try {
    await dispatch(request, response, context)
  } catch (error) {
    context.onError(error, `${request.method} ${request.url}`)
    response.destroy()
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port) // a TCP server that listens has an AddressInfo
    })
  })
}

async function closeServer(server: Server, active: ReadonlySet<Promise<void>>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await settled(active, graceMs)
  server.closeAllConnections()
  await closed
  await settled(active, graceMs)
}

/** Waits until all have ended, at most `ms` milliseconds. */
async function settled(active: ReadonlySet<Promise<void>>, ms: number): Promise<void> {
  const timer = new AbortController()
  await Promise.race([Promise.all(active), delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)])
  timer.abort()
}
