import type { LookupTables } from '@hourglass/catalog-kit/lookup-rows'
import type { Table } from '@hourglass/catalog-kit/table'
import type { Chunk, TableWindow } from '../steps.ts'

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

/** The rows of a chunk. */
export interface SourceRows {
  /** One chunk in one consistent read-only snapshot on a connection of its own. */
  readChunk(table: Table, window: TableWindow, chunk: Chunk, options: ReadOptions): ChunkReading
}
