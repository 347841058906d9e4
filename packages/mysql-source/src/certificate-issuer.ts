import { once } from 'node:events'
import { createConnection } from 'node:net'
import { connect } from 'node:tls'

/** Protocol 4.1, TLS, secure connection. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_ssl_request.html */
const CAPABILITIES = 0x200 | 0x800 | 0x8000

/**
 * The authority that a server's certificate names, for the message of a check that failed: Node says only that it is not
 * trusted. Asks for TLS, reads the certificate and leaves; no user and no password is sent. Undefined when that fails too.
 */
export async function certificateIssuer(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  const socket = createConnection({ host, port })
  socket.on('error', () => {})
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    await once(socket, 'data', { signal }) // the server speaks first
    const request = Buffer.alloc(36)
    request.writeUIntLE(32, 0, 3)
    request[3] = 1
    request.writeUInt32LE(CAPABILITIES, 4)
    request.writeUInt32LE(0x1000000, 8)
    request[12] = 45 // utf8mb4
    socket.write(request)
    const secure = connect({ socket, rejectUnauthorized: false })
    secure.on('error', () => {})
    await once(secure, 'secureConnect', { signal })
    const { issuer } = secure.getPeerCertificate()
    return [issuer?.CN, issuer?.O].filter((name) => name !== undefined).join(', ') || undefined
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}
