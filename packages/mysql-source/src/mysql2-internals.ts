import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { Connection } from 'mysql2'

/*
 * The inside of mysql2 that the row stream needs; mysql2 is pinned to one exact version for it, and
 * `row-stream.mysql.test.ts` fails when a new version changes it.
 */

/** One packet. The instance is reused for the next one; `buffer` is the driver's, or the network's. */
export interface WirePacket {
  readonly buffer: Buffer
  /** First byte of the payload... */
  readonly offset: number
  /** ...and the one behind its last. */
  readonly end: number
  /** The server's number of it, 0 to 255 and again from 0; of the first, when a large payload spans several packets... */
  readonly sequenceId: number
  /** ...of which there are this many. */
  readonly numPackets: number
  isEOF(): boolean
}

/** A column of a result, from its definition packet (MySQL protocol: Column Definition). */
export interface WireColumn {
  readonly name: string
  /** Number of the protocol's field type. */
  readonly columnType: number
  /** Collation; 63 is binary. */
  readonly characterSet: number
}

/** A running COM_QUERY. Emits `fields`, `error` and `end`. */
export interface QueryCommand extends EventEmitter {
  /** State that the next packet goes to; called with each row, and with the packet that ends the result. */
  row(packet: WirePacket): unknown
  done(): null
}

interface Internals extends Connection {
  readonly stream: Socket
  addCommand(command: QueryCommand): void
}

type QueryClass = new (options: { readonly sql: string }) => QueryCommand

interface Statics {
  createQuery(sql: string, values: undefined, done: undefined, config: object): QueryCommand
}

/** mysql2 exports no class for a query, but its instances have it. The typings leave the last parameter out. */
export const Query = (Connection as unknown as Statics).createQuery('', undefined, undefined, {})
  .constructor as QueryClass

/** Runs a command of our own class; the public `query` takes only the driver's. */
export function runCommand(connection: Connection, command: QueryCommand): void {
  // `addCommand` is a method of every connection, left out of the typings.
  ;(connection as Internals).addCommand(command)
}

/** Closes the socket without waiting for what the server still sends; the public `destroy` only stops writing. */
export function destroyNow(connection: Connection): void {
  connection.destroy()
  ;(connection as Internals).stream.destroy()
}

/** Lets the process end although the server has not yet closed the connection. */
export function unref(connection: Connection): void {
  ;(connection as Internals).stream.unref()
}
