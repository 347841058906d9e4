import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Engine } from './engine.ts'

/** A listening server. */
export interface EngineServer {
  /** `http://127.0.0.1:PORT`, for `endpoint` of an SDK client or `--endpoint-url` of the CLI. */
  readonly url: string
  close(): Promise<void>
}

const LARGEST_BODY_BYTES = 8 * 1024 * 1024

/** Serves an engine over HTTP on 127.0.0.1. `port` 0 takes a free one. @throws Error when the port is taken */
export async function serveEngine(engine: Engine, port = 0): Promise<EngineServer> {
  const server = createServer((request, response) => {
    void answer(engine, request).then(({ status, headers, body }) => {
      response.writeHead(status, headers)
      response.end(body)
    })
  })
  await listen(server, port)
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error(`the server has no port: ${String(address)}`)
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(engine: Engine, request: IncomingMessage): Promise<Awaited<ReturnType<Engine['handleRequest']>>> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      if (size > LARGEST_BODY_BYTES) return { status: 413, headers: {}, body: '{"__type":"RequestEntityTooLarge"}' }
      chunks.push(bytes)
    }
  } catch {
    return { status: 400, headers: {}, body: '{"__type":"SerializationException"}' }
  }
  const target = request.headers['x-amz-target']
  return engine.handleRequest(typeof target === 'string' ? target : '', Buffer.concat(chunks).toString('utf8'))
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}
