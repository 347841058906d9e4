import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** A TCP proxy that keeps what clients send to a server: every statement, as any log of the server could show it. */
export interface StatementRecorder extends AsyncDisposable {
  /** `url` with the proxy's host and port. */
  through(url: string): string
  sent(): Buffer
}

export async function recordStatements(url: string): Promise<StatementRecorder> {
  const { hostname, port } = new URL(url)
  const sent: Buffer[] = []
  const open = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = createConnection({ host: hostname, port: Number(port) })
    client.on('data', (bytes: Buffer) => sent.push(bytes))
    client.pipe(server).pipe(client)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => open.delete(one) && other.destroy())
    }
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the recorder got no port')
  return {
    through(to) {
      const changed = new URL(to)
      changed.hostname = '127.0.0.1'
      changed.port = String(address.port)
      return changed.href
    },
    sent: () => Buffer.concat(sent),
    async [Symbol.asyncDispose]() {
      proxy.close()
      for (const socket of open) socket.destroy()
      await once(proxy, 'close')
    },
  }
}
