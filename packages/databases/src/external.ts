import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { Client } from 'pg'
import { ExternalServerError, codeOf, messageOf } from './errors.ts'
import { type MysqlTarget, mysqlTarget, withUncheckedTls } from './mysql-url.ts'
import { describeServer, type Server } from './server.ts'

const CONNECT_TIMEOUT_MS = 5000
const MIN_POSTGRES = 150_000
const MIN_MYSQL = [8, 0]
const MIN_MARIADB = [10, 6]

/**
 * Checks that `url` reaches a Postgres 15 or later.
 * @throws ExternalServerError saying what failed, at which host and port, and what to do; never a credential.
 */
export async function checkExternalPostgres(url: string): Promise<Server> {
  const where = parse(url, 'HOURGLASS_POSTGRES_URL', ['postgres:', 'postgresql:'])
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  client.on('error', () => {}) // reported by connect or query
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; text: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
    )
    const found = rows[0]
    if (!found || found.number < MIN_POSTGRES) {
      throw new ExternalServerError(`Postgres at ${where} is version ${found?.text}; use Postgres 15 or later`)
    }
  } catch (error) {
    throw explain(error, 'Postgres', where, 'HOURGLASS_POSTGRES_URL')
  } finally {
    await client.end().catch(() => {})
  }
  return { url, kind: 'external', stop: async () => {} }
}

/**
 * Checks that `url` reaches a MySQL 8.0 or later, or a MariaDB 10.6 or later.
 * @throws ExternalServerError as {@link checkExternalPostgres} does.
 */
export async function checkExternalMysql(url: string): Promise<Server> {
  const where = parse(url, 'HOURGLASS_MYSQL_URL', ['mysql:'])
  try {
    const target = await mysqlTarget(url)
    const used = await asTheServerTakesIt(target)
    return { url: used, kind: 'external', stop: async () => {}, ...(target.caFile ? { caFile: target.caFile } : {}) }
  } catch (error) {
    throw explain(error, 'MySQL', where, 'HOURGLASS_MYSQL_URL')
  }
}

/** A user with REQUIRE SSL is refused without TLS as if the password was wrong, so on this machine both are tried. */
async function asTheServerTakesIt({ url, loopback }: MysqlTarget): Promise<string> {
  const where = describeServer(url)
  try {
    await requireVersionAt(url, where)
    return url
  } catch (error) {
    const refused = ['ER_ACCESS_DENIED_ERROR', 'ER_SECURE_TRANSPORT_REQUIRED'].includes(codeOf(error) ?? '')
    if (!refused || !loopback || new URL(url).searchParams.has('ssl')) throw error
    const withTls = withUncheckedTls(url)
    await requireVersionAt(withTls, where).catch((again: unknown) => {
      throw codeOf(again) === 'HANDSHAKE_NO_SSL_SUPPORT' ? error : again
    })
    return withTls
  }
}

async function requireVersionAt(url: string, where: string): Promise<void> {
  const connection = await createConnection({ uri: url, connectTimeout: CONNECT_TIMEOUT_MS })
  try {
    const [rows] = await connection.query<[{ version: string } & RowDataPacket]>('select version() as version')
    requireMysqlVersion(rows[0].version, where)
  } finally {
    connection.destroy()
  }
}

/**
 * @param version what `select version()` answers, such as `8.4.3` or `10.11.6-MariaDB-1`.
 * @throws ExternalServerError when it is older than we support.
 */
export function requireMysqlVersion(version: string, where: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const product = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL'
  const [wantedMajor = 0, wantedMinor = 0] = product === 'MariaDB' ? MIN_MARIADB : MIN_MYSQL
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  throw new ExternalServerError(
    `${product} at ${where} is version ${version}; use MySQL 8.0 or later, or MariaDB 10.6 or later`,
  )
}

function parse(url: string, variable: string, protocols: readonly string[]): string {
  if (!URL.canParse(url) || !protocols.includes(new URL(url).protocol)) {
    // Node's own error would carry the whole URL, password included.
    throw new ExternalServerError(
      `${variable} is not a URL of the form ${protocols[0]}//user:password@host:port/database ` +
        '(write special characters in the password as %XX)',
    )
  }
  return describeServer(url)
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unknown host: check the host name',
  EAI_AGAIN: 'the host name can not be resolved now: check the name and your DNS',
  ECONNREFUSED: 'nothing listens there: start the server (compose.yaml starts one) or correct the port',
  ETIMEDOUT: 'no answer within 5 s: check host, port and firewall',
  EHOSTUNREACH: 'no route to that host: check host and network',
  ECONNRESET: 'the connection was closed at once: check that this port is the database, and its TLS settings',
  '28P01': 'wrong user or password: correct the URL',
  '28000': 'the server does not let this user in from here: check the user name and pg_hba.conf (TLS needed?)',
  '3D000': 'that database does not exist: create it or correct the URL',
  '53300': 'too many connections: raise max_connections or close some',
  ER_ACCESS_DENIED_ERROR: 'wrong user or password, or no access from this host: correct the URL',
  ER_SECURE_TRANSPORT_REQUIRED: 'the server takes only TLS connections, and TLS failed: check its TLS settings',
  HANDSHAKE_NO_SSL_SUPPORT: 'the server offers no TLS, which is needed towards another machine: enable it there',
  ER_DBACCESS_DENIED_ERROR: 'this user may not use that database: grant it or correct the URL',
  ER_BAD_DB_ERROR: 'that database does not exist: create it or correct the URL',
  ER_HOST_NOT_PRIVILEGED: 'the server does not let this machine in: create the user for this host',
  ER_CON_COUNT_ERROR: 'too many connections: raise max_connections or close some',
}

function explain(error: unknown, product: string, where: string, variable: string): ExternalServerError {
  if (error instanceof ExternalServerError) return error
  const code = codeOf(error) ?? (/timeout/i.test(messageOf(error)) ? 'ETIMEDOUT' : undefined)
  const advice = code === 'HANDSHAKE_SSL_ERROR' ? tlsAdvice(error) : code === undefined ? undefined : ADVICE[code]
  return new ExternalServerError(
    `${product} at ${where} (from ${variable}) can not be used: ${advice ?? code ?? messageOf(error)}`,
    { cause: error },
  )
}

/** Node names the host and what the certificate says, or what is wrong with its authority. */
function tlsAdvice(error: unknown): string {
  return (
    `its certificate was not accepted (${messageOf(error)}): give its authority with ?ssl-ca=<file.pem>, ` +
    'and use the host name that the certificate is for'
  )
}
