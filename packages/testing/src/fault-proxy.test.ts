import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { faultProxy, type FaultProxy } from './fault-proxy.ts'

/** A server that answers each byte it gets with the same byte. */
async function echoServer() {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number } // a TCP server's address
  return {
    target: `127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

async function connect(proxy: FaultProxy) {
  const socket: Socket = createConnection(proxy.port, proxy.host)
  let received = ''
  let failure = ''
  socket.on('data', (chunk) => (received += String(chunk)))
  socket.on('error', (error: NodeJS.ErrnoException) => (failure = error.code ?? ''))
  await once(socket, 'connect')
  return { socket, received: () => received, failure: () => failure }
}

test('forwards both ways and counts bytes', async () => {
  await using server = await echoServer()
  await using proxy = await faultProxy(server.target)
  const { socket, received } = await connect(proxy)
  socket.write('hello')
  await vi.waitFor(() => expect(received()).toBe('hello'))
  expect(proxy.bytes()).toEqual({ toServer: 5, toClient: 5 })
  socket.end()
  await once(socket, 'close')
  await vi.waitFor(() => expect(proxy.connections()).toBe(0))
})

test('resets open connections and serves new ones', async () => {
  await using server = await echoServer()
  await using proxy = await faultProxy(server.target)
  const first = await connect(proxy)
  first.socket.write('a')
  await vi.waitFor(() => expect(first.received()).toBe('a'))
  proxy.reset()
  await vi.waitFor(() => expect(first.failure()).toBe('ECONNRESET'))
  const second = await connect(proxy)
  second.socket.write('b')
  await vi.waitFor(() => expect(second.received()).toBe('b'))
  second.socket.destroy()
})

test.for(['toServer', 'toClient'] as const)('forwards exactly N bytes %s, then resets', async (direction) => {
  await using server = await echoServer()
  await using proxy = await faultProxy(server.target)
  proxy.resetAfter(1000, direction)
  const { socket } = await connect(proxy)
  socket.write(Buffer.alloc(100_000))
  await new Promise((closed) => socket.once('close', closed))
  expect(proxy.bytes()[direction]).toBe(1000)
})

test('a black hole keeps connections open and silent until it is lifted', async () => {
  await using server = await echoServer()
  await using proxy = await faultProxy(server.target)
  const { socket, received } = await connect(proxy)
  proxy.blackHole()
  socket.write('late')
  const another = await connect(proxy)
  another.socket.write('x')
  await vi.waitFor(() => expect(proxy.connections()).toBe(2))
  expect([received(), another.received()]).toEqual(['', ''])
  proxy.restore()
  await vi.waitFor(() => expect([received(), another.received()]).toEqual(['late', 'x']))
  socket.destroy()
  another.socket.destroy()
})

test.for(['toServer', 'toClient'] as const)('falls silent after N bytes %s, and loses none', async (direction) => {
  await using server = await echoServer()
  await using proxy = await faultProxy(server.target)
  proxy.silenceAfter(1000, direction)
  const { socket, received } = await connect(proxy)
  socket.write('x'.repeat(100_000))
  await vi.waitFor(() => expect(proxy.isSilent()).toBe(true))
  expect(proxy.bytes()[direction]).toBe(1000)
  proxy.restore()
  await vi.waitFor(() => expect(received()).toBe('x'.repeat(100_000)))
  socket.destroy()
})
