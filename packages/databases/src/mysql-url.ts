import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { ExternalServerError, messageOf } from './errors.ts'

/** The parameter of a `mysql://` URL that names a file of certificate authorities (PEM). */
const CA_PARAMETER = 'ssl-ca'

/** How a user's `mysql://` URL is to be connected to. */
export interface MysqlTarget {
  /** The URL as mysql2 takes it: TLS settings in its `ssl` parameter, nothing that mysql2 does not know. */
  readonly url: string
  /** Whether the host is this machine, where TLS is used only when the server asks for it. */
  readonly loopback: boolean
  /** File of the certificate authorities to trust besides Node's own; absent when the URL names none. */
  readonly caFile?: string
}

/**
 * Reads `?ssl-ca=<file>` of a URL. Towards another machine TLS is used, with certificate and host name checked; on this
 * machine (a tunnel) a certificate is checked only when an authority is given, and its host name never, because it names
 * the far end of the tunnel.
 *
 * @throws ExternalServerError when the file can't be read, naming it
 */
export async function mysqlTarget(url: string): Promise<MysqlTarget> {
  const target = new URL(url)
  const caFile = target.searchParams.get(CA_PARAMETER) ?? undefined
  target.searchParams.delete(CA_PARAMETER)
  const loopback = isThisMachine(target.hostname)
  if (caFile !== undefined || !loopback) {
    const trusted = caFile === undefined ? {} : { ca: await readCa(caFile) }
    const ssl = { minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: !loopback, ...trusted }
    target.searchParams.set('ssl', JSON.stringify(ssl))
  }
  return { url: target.href, loopback, ...(caFile === undefined ? {} : { caFile }) }
}

/** The same URL with TLS whose certificate is not checked: for a server on this machine, or behind a tunnel, that asks for it. */
export function withUncheckedTls(url: string): string {
  const target = new URL(url)
  target.searchParams.set('ssl', JSON.stringify({ minVersion: 'TLSv1.2', rejectUnauthorized: false }))
  return target.href
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new ExternalServerError(
      `the file ${file} that ${CA_PARAMETER} names in HOURGLASS_MYSQL_URL can not be read: ${messageOf(error)}`,
      { cause: error },
    )
  }
}
