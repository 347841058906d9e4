/** A database server that can be asked how many connections it allows. */
export interface ConnectionLimit {
  /** Largest number of connections that this user may open at once. */
  maxConnections(): Promise<number>
}
