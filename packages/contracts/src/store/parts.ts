import type { CopyBlock } from '../source/rows.ts'
import type { Part } from '../steps.ts'

/** Writes the rows of a chunk. */
export interface PartWriter {
  /**
   * Compresses blocks into parts of at most about `rawBytes` uncompressed bytes, row-aligned, one gzip member each,
   * `Content-Encoding: gzip`. Memory is bounded by one part's compressed size. No block, no part.
   */
  writeParts(blocks: AsyncIterable<CopyBlock>, keyOf: (n: number) => string, rawBytes: number): Promise<readonly Part[]>
}

/** Reads them back. */
export interface PartReader {
  readonly bucket: string
  /** Uncompressed bytes of a part; fails when size or checksum differ from the record (edge cases 100, 104). */
  openPart(part: Part): AsyncIterable<Buffer>
}
