/** A database server that tells how many connections it allows. */
export interface ConnectionLimit {
  /** Largest number of connections that this user may open at once. */
  maxConnections(): Promise<number>
}
