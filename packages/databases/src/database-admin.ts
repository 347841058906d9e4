/** Marks a database as made by the demo or a test, so that it may be dropped again. */
export const MARKER_TABLE = '_hourglass_marker'

/** What is found under a name: nothing, a database without objects, one with our marker, or someone else's. */
export type DatabaseState = 'absent' | 'empty' | 'marked' | 'foreign'

/** The few things done to databases as a whole, for one kind of server. Names reach it checked. */
export interface DatabaseAdmin {
  state(name: string): Promise<DatabaseState>
  /** Makes an empty database. */
  create(name: string): Promise<void>
  /** Puts the marker table into it. */
  mark(name: string): Promise<void>
  /** Ends the sessions that use it, then drops it. */
  drop(name: string): Promise<void>
  /** Names beginning with `prefix`. */
  list(prefix: string): Promise<string[]>
  /** Sessions that have it as their database now. */
  sessions(name: string): Promise<number>
  close(): Promise<void>
}

/** `url` with its database replaced. */
export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
