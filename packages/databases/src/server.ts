/** A database server for the demo, the tests or daily local work. */
export interface Server {
  /**
   * Administrator URL, password included: `postgres://...` or `mysql://...`. The host is always `127.0.0.1` for an
   * embedded server. Never print it; {@link describeServer} gives the part that may be shown.
   */
  readonly url: string
  /** Stops an embedded server and waits until it is gone; does nothing for an external one. Safe to call twice. */
  stop(): Promise<void>
  /** Process id of the database server itself (not of its supervisor); absent for an external server. */
  readonly pid?: number
  readonly kind: 'embedded' | 'external'
  /** File of the certificate authorities that an external server's URL names; other processes need it too. */
  readonly caFile?: string
}

/** A kind of server that can stand for the source. */
export type SourceProduct = 'mariadb' | 'mysql'

/** How to start (or reach) a server. */
export interface ServerOptions {
  /** Private folder of this server, made if missing. The data lives in `<folder>/postgres`, `<folder>/mariadb` or
   * `<folder>/mysql`. */
  readonly folder: string
  /** `false` (default) trades crash safety for speed: right for data that a test or the demo can make again. */
  readonly durable?: boolean
  /** Use this server and start nothing; it is checked for reachability and version. */
  readonly externalUrl?: string | undefined
  /** One human line per slow step: download, copy, first initialisation. */
  readonly onProgress?: (line: string) => void
  /**
   * MariaDB and MySQL: the system time zone (`TZ`), such as `Asia/Tokyo`. Postgres: the `TimeZone` setting.
   * Both default to UTC.
   */
  readonly timeZone?: string
  /** Delete the data when the server stops, also when this process is killed. Default `false`. */
  readonly temporary?: boolean
}

/** Host and port of a database URL, for messages: never user, password or database. */
export function describeServer(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'mysql:' ? '3306' : '5432')}`
}
