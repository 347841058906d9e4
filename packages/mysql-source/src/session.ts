import { rootCertificates } from 'node:tls'
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2'
import { certificateIssuer } from './certificate-issuer.ts'
import { classify, isRefusedLogin, isUntrusted, mayNeedTls, offersNoTls, type Place } from './classify.ts'
import { type Credentials, DEFAULT_STATEMENT_SECONDS, type SourceOptions } from './options.ts'
import { destroyNow, unref } from './mysql2-internals.ts'
import { openRowStream, type RowStream } from './row-stream.ts'
import { pinSession } from './session-pins.ts'
import { Slots } from './slots.ts'

export type Bound = string | number
export type TextRow = readonly (string | null)[]

/** Runs one statement; its rows as text, NULL as null; none for a statement that gives no rows. */
export type Query = (sql: string, values?: readonly Bound[]) => Promise<readonly TextRow[]>

/** One pinned, read-only connection for one purpose. Nothing is pooled: a reused one may be stale (edge case 117). */
export interface Session extends AsyncDisposable {
  readonly query: Query
  /** Streams a large result as raw wire rows. Nothing else may run on this session until it has ended. */
  stream(sql: string, values: readonly Bound[]): RowStream
  /** Ends the connection at once, in the middle of a result if need be. */
  destroy(): void
}

/**
 * Put before every statement, so that the process list shows whose they are; the bound leaves them out, because a
 * read-only session cannot write.
 */
export const MARK = '/* hourglass */'

/**
 * Opens a session. `reading` says for what, in error messages.
 * @throws SourceUnavailableError, SourceAccessError, SourceReadError
 */
export async function openSession(options: SourceOptions, reading?: string): Promise<Session> {
  const place: Place = { server: `${options.host}:${options.port}`, ...(reading === undefined ? {} : { reading }) }
  try {
    const connection = await connect(options)
    const session = sessionOn(connection, place, options)
    try {
      await pinSession(session.query, place.server, options.statementSeconds ?? DEFAULT_STATEMENT_SECONDS)
    } catch (error) {
      session.destroy()
      throw error
    }
    return session
  } catch (error) {
    const issuer = isUntrusted(error)
      ? await certificateIssuer(options.host, options.port, options.connectTimeoutMs)
      : undefined
    throw classify(error, issuer === undefined ? place : { ...place, issuer })
  }
}

async function connect(options: SourceOptions): Promise<Connection> {
  const { credentials } = options
  if (typeof credentials !== 'function') return await connectAs(options, credentials)
  try {
    return await connectAs(options, await credentials(false))
  } catch (error) {
    if (!isRefusedLogin(error)) throw error
    return await connectAs(options, await credentials(true))
  }
}

async function connectAs(options: SourceOptions, credentials: Credentials): Promise<Connection> {
  if (options.tls === 'verify') return await dial(options, credentials, tlsSettings(options.ca ?? [], true))
  try {
    return await dial(options, credentials)
  } catch (error) {
    // A user with REQUIRE SSL is refused without TLS as if the password was wrong: a tunnel ends on this machine, too.
    if (!mayNeedTls(error)) throw error
    return await dial(options, credentials, tlsSettings(options.ca ?? [], false)).catch((again: unknown) => {
      throw offersNoTls(again) ? error : again
    })
  }
}

type TlsSettings = NonNullable<Exclude<ConnectionOptions['ssl'], string>>

async function dial(options: SourceOptions, { user, password }: Credentials, ssl?: TlsSettings): Promise<Connection> {
  const settings: ConnectionOptions = {
    host: options.host,
    port: options.port,
    database: options.database,
    user,
    password,
    connectTimeout: options.connectTimeoutMs,
    charset: 'utf8mb4',
    // A server must not be able to ask for local files.
    flags: ['-LOCAL_FILES'],
    keepAliveInitialDelay: 10_000,
    connectAttributes: { program_name: 'hourglass' },
    ...(ssl === undefined ? {} : { ssl }),
  }
  const connection = createConnection(settings)
  return await new Promise<Connection>((resolve, reject) => {
    // Later errors reach the command that runs; without a listener an idle connection's end would end the process.
    connection.on('error', reject)
    connection.connect((error) => {
      if (error) {
        connection.destroy()
        reject(error)
      } else {
        resolve(connection)
      }
    })
  })
}

/** On this machine a certificate is checked when an authority is given, but not its name: it is that of a tunnel's far end. */
function tlsSettings(ca: readonly string[], remote: boolean): TlsSettings {
  const trusted = ca.length > 0 ? { ca: [...rootCertificates, ...ca] } : {}
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: remote || ca.length > 0,
    verifyIdentity: remote,
    ...trusted,
  }
}

function sessionOn(connection: Connection, place: Place, options: SourceOptions): Session {
  const timeout = ((options.statementSeconds ?? DEFAULT_STATEMENT_SECONDS) + 10) * 1000
  const marked = (sql: string) => `${MARK} ${sql}`
  return {
    query: (sql, values = []) =>
      new Promise((resolve, reject) => {
        const text = { sql: marked(sql), values: [...values], rowsAsArray: true, typeCast: false, timeout }
        connection.query(text, (error, rows) => {
          if (error) {
            // The server may still send rows of a statement that timed out here.
            if (error.code === 'PROTOCOL_SEQUENCE_TIMEOUT') destroyNow(connection)
            reject(classify(error, place))
          } else resolve(Array.isArray(rows) ? rows.map(textRow) : [])
        })
      }),
    stream: (sql, values) =>
      openRowStream(connection, connection.format(marked(sql), [...values]), (thrown) => classify(thrown, place)),
    destroy: () => destroyNow(connection),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        unref(connection)
        connection.end(() => resolve())
      }),
  }
}

function textRow(row: unknown): TextRow {
  // rowsAsArray with typeCast off: an array of the raw bytes of each value.
  return (row as readonly (Buffer | null)[]).map((value) => (value === null ? null : value.toString('utf8')))
}

/** Opens a session within the limit of connections; `reading` as for {@link openSession}. */
export type OpenSession = (reading?: string) => Promise<Session>

/** Opens sessions of one source; each holds one of its connections until it is disposed of. */
export function sessionOpener(options: SourceOptions): OpenSession {
  const slots = new Slots(options.maxConnections)
  return async (reading) => {
    await slots.take()
    try {
      const session = await openSession(options, reading)
      return {
        ...session,
        async [Symbol.asyncDispose]() {
          await session[Symbol.asyncDispose]()
          slots.give()
        },
      }
    } catch (error) {
      slots.give()
      throw error
    }
  }
}
