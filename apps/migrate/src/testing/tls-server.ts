import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'

const certificate = (file: string) => readFileSync(join(import.meta.dirname, 'certificates', file), 'utf8')

/** The CA that signed the test servers' certificates. */
export const TEST_CA = certificate('ca.pem')

/** Sends what a database says before TLS, and resolves when the client asks for TLS. */
export type Greeting = (socket: Socket) => Promise<void>

export interface TlsServer extends AsyncDisposable {
  readonly port: number
  /** First bytes that a client sent once TLS was up: its login. Empty when no client went that far. */
  readonly logins: readonly Buffer[]
}

/**
 * A server on 127.0.0.1 that begins like a database and then speaks TLS with the certificate of `name`. It never answers
 * a login; it notes it and closes.
 */
export async function tlsServer(name: 'localhost' | 'other.example', greet: Greeting): Promise<TlsServer> {
  const secureContext = createSecureContext({ key: certificate(`${name}.key`), cert: certificate(`${name}.pem`) })
  const logins: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // a client that refuses the certificate resets the connection
    void greet(socket).then(() => {
      const secure = new TLSSocket(socket, { isServer: true, secureContext })
      secure.on('error', () => undefined)
      secure.once('data', (data: Buffer) => {
        logins.push(data)
        secure.destroy()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the test server has no port')
  return {
    port: address.port,
    logins,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Waits for `bytes` bytes and leaves what follows to the next reader. */
function take(socket: Socket, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (socket.read(bytes) === null) socket.once('readable', look)
      else resolve()
    }
    look()
  })
}

/** Protocol version 10 of MySQL, offering TLS. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html */
export const mysqlGreeting: Greeting = async (socket) => {
  const salt = Buffer.alloc(20, 'A')
  const body = Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.4.0\0'),
    Buffer.from([1, 0, 0, 0]),
    salt.subarray(0, 8),
    Buffer.from([0, 0xff, 0xff, 45, 2, 0, 0xff, 0xdf, 21]),
    Buffer.alloc(10),
    salt.subarray(8),
    Buffer.from('\0caching_sha2_password\0'),
  ])
  socket.write(Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]))
  await take(socket, 36)
}

/** Postgres agrees to the client's SSLRequest with one letter. */
export const postgresGreeting: Greeting = async (socket) => {
  await take(socket, 8)
  socket.write('S')
}
