import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** A TCP proxy on 127.0.0.1 whose connections can be made to fail in the ways a network fails. */
export interface FaultProxy extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** `url` with host and port replaced by the proxy's. */
  through(url: string): string
  /** Connections that are open now. */
  connections(): number
  /** Bytes forwarded so far, of all connections, in each direction. */
  bytes(): { readonly toServer: number; readonly toClient: number }
  /** Ends every open connection with a TCP reset. New ones are served as before. */
  reset(): void
  /** From now on forwards `bytes` more bytes of the given direction, over all connections; then resets them all, once. */
  resetAfter(bytes: number, direction: 'toServer' | 'toClient'): void
  /** The same, but then it is a {@link blackHole}, and what came beyond those bytes is held back. */
  silenceAfter(bytes: number, direction: 'toServer' | 'toClient'): void
  /** Whether it forwards nothing now. */
  isSilent(): boolean
  /** Accepts connections and keeps them open, but forwards nothing more either way, until {@link restore}. */
  blackHole(): void
  /** Forwards again, with what was held back by {@link blackHole}, and forgets {@link resetAfter} and {@link silenceAfter}. */
  restore(): void
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

/** Starts a proxy to the host and port of `target`, a URL or `host:port`. Dispose it to close everything. */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target.includes('://') ? target : `tcp://${target}`)
  const pairs = new Set<Pair>()
  const bytes = { toServer: 0, toClient: 0 }
  let limit: { direction: 'toServer' | 'toClient'; left: number; after: 'reset' | 'silence' } | undefined
  let silent = false

  const silence = (on: boolean) => {
    silent = on
    if (on) limit = undefined
    for (const { client, server } of pairs) {
      for (const socket of [client, server]) socket[on ? 'pause' : 'resume']()
    }
  }
  const reset = () => {
    limit = undefined
    for (const { client, server } of pairs) {
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
  }
  const forward = (from: Socket, to: Socket, direction: 'toServer' | 'toClient') => {
    from.on('data', (chunk: Buffer) => {
      const counted = limit?.direction === direction ? limit : undefined
      const part = counted && counted.left < chunk.length ? chunk.subarray(0, counted.left) : chunk
      if (part.length === 0) return // the limit is reached and the reset is on its way
      bytes[direction] += part.length
      if (counted) counted.left -= part.length
      const last = counted?.left === 0 && counted.after === 'reset'
      if (counted?.left === 0 && counted.after === 'silence') {
        silence(true)
        from.unshift(chunk.subarray(part.length))
      }
      const room = to.write(part, () => {
        if (last) reset() // only now has the system taken what was counted
      })
      if (!room) from.pause()
    })
    to.on('drain', () => {
      if (!silent) from.resume()
    })
    from.on('end', () => to.end())
  }
  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    const server = createConnection({ host: hostname, port: Number(targetPort), allowHalfOpen: true })
    const pair = { client, server }
    pairs.add(pair)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.setNoDelay(true)
      one.on('error', () => other.resetAndDestroy())
      one.on('close', () => {
        other.destroy()
        pairs.delete(pair)
      })
    }
    forward(client, server, 'toServer')
    forward(server, client, 'toClient')
    if (silent) for (const socket of [client, server]) socket.pause()
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the fault proxy got no port')
  const { port } = address

  return {
    host: '127.0.0.1',
    port,
    through(url) {
      const changed = new URL(url)
      changed.hostname = '127.0.0.1'
      changed.port = String(port)
      return changed.href
    },
    connections: () => pairs.size,
    bytes: () => ({ ...bytes }),
    reset,
    resetAfter(left, direction) {
      limit = { direction, left, after: 'reset' }
    },
    silenceAfter(left, direction) {
      limit = { direction, left, after: 'silence' }
    },
    isSilent: () => silent,
    blackHole: () => silence(true),
    restore() {
      limit = undefined
      silence(false)
    },
    async [Symbol.asyncDispose]() {
      proxy.close()
      for (const { client, server } of pairs) {
        client.destroy()
        server.destroy()
      }
      await once(proxy, 'close')
    },
  }
}
