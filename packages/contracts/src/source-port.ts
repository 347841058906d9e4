import type { SourceColumn } from '@hourglass/catalog-kit/kind'
import type { LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import type { Table } from '@hourglass/catalog-kit/table'
import type { LookupSnapshot } from './lookups.ts'
import type { Chunk, TableWindow } from './steps.ts'

/** How far the source is surely complete (invariant I1). */
export interface Bound {
  /** UTC text, microseconds; null when nothing safe is known (prepared XA, edge case 151): the old watermark stays. */
  readonly at: string | null
  /** How it was found, for people: which rule gave it, or which grant was missing. */
  readonly by: string
}

/** A piece of COPY text. Always whole rows. */
export interface CopyBlock {
  readonly bytes: Buffer
  readonly rows: number
  /** Gives the buffer back for a later block; call it only when nobody reads `bytes` any more. Without it they stay. */
  readonly release?: () => void
}

/** A row that cannot cross: its key and the reason. The raw row goes to the quarantine object only. */
export interface QuarantinedRow {
  readonly key: Readonly<Record<string, string | null>>
  readonly column: string
  readonly reason: string
  /** Column -> value as text; binary as hex. Without the columns in `withheld`. */
  readonly row: Readonly<Record<string, string | null>>
  /** Columns left out because what they read is personal data. */
  readonly withheld: readonly string[]
}

/** Totals of one chunk, complete when its blocks have ended. */
export interface ChunkTotals {
  readonly rowsRead: number
  readonly rowsQuarantined: number
  /** `column: conversion` -> number of values. */
  readonly conversions: Readonly<Record<string, number>>
  /** MySQL warnings raised by the read (invariant I8). */
  readonly warnings: number
}

export interface ChunkReading {
  /** COPY text in the catalog's column order, in bounded memory. Ends with an error when the stream broke off (edge case 108). */
  readonly blocks: AsyncIterable<CopyBlock>
  /** Valid after `blocks` has ended. */
  totals(): ChunkTotals
}

/** What a reader may use besides the table. */
export interface ReadOptions {
  readonly maskKey: Buffer
  /** The tables that this one looks up; absent when it looks up nothing. */
  readonly lookups?: LookupTables
  onQuarantine(row: QuarantinedRow): Promise<void> | void
}

/** MySQL as the pipeline sees it. All of it throws the `Source...Error`s of `errors.ts`. */
export interface Source {
  /** Columns as they are now; null when the table does not exist. */
  describe(table: Table): Promise<readonly SourceColumn[] | null>
  /** Row counts from table statistics: a hint, never a basis for correctness (edge case 49). */
  estimateRows(tables: readonly Table[]): Promise<ReadonlyMap<string, number>>
  /** Largest number of connections that the server allows. */
  maxConnections(): Promise<number>
  /** Observed on the primary, with proof that its cached list of transactions is fresh (edge case 149). */
  observeBound(): Promise<Bound>
  /** True when the window holds at least one row. */
  hasRows(table: Table, window: TableWindow): Promise<boolean>
  /** Keyset ranges that tile the whole key space, both ends open; one range for a table that is read in one snapshot. */
  planChunks(table: Table, window: TableWindow): Promise<readonly Chunk[]>
  /** One chunk in one consistent read-only snapshot on a connection of its own. */
  readChunk(table: Table, window: TableWindow, chunk: Chunk, options: ReadOptions): ChunkReading
  /**
   * All rows of a small table by its one key column, changed as the table's own columns say, in one consistent snapshot
   * and bounded memory. A row that cannot cross is left out and counted.
   *
   * @throws LookupTooLargeError above `MOST_LOOKUP_ROWS` or `MOST_LOOKUP_BYTES`
   */
  readLookup(table: Table): Promise<LookupSnapshot>
  /** Of these keys (exact key texts in primary-key order), the ones that still exist. */
  existingKeys(table: Table, keys: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]>
  close(): Promise<void>
}
