import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { RequestError } from './request-error.ts'

/** Larger than any request of the services mounted here takes: Lambda's synchronous payload limit is 6 MB. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

/**
 * Reads a whole body into memory, together with its hex SHA-256.
 * @throws RequestError above 10 MiB
 */
export async function readBody(request: IncomingMessage): Promise<{ body: Buffer; hash: string }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bodyChunks(request)) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) {
      throw new RequestError('MaxMessageLengthExceeded', `the request body is larger than ${MAX_BODY_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  return { body, hash: createHash('sha256').update(body).digest('hex') }
}

/**
 * The body's bytes as they arrive. Leaving the loop early does not destroy the request: its socket still has to carry
 * the answer, which a plain `for await (... of request)` would make impossible.
 */
export function bodyChunks(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false })
}
