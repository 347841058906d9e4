import type { CopyBlock } from './source-port.ts'
import type { ObjectRef, Part } from './steps.ts'

/** Anything that turns JSON text into a checked value: a zod schema. */
export interface Parser<T> {
  parse(value: unknown): T
}

/** One object as a listing names it. */
export interface StoredObject {
  readonly key: string
  /** Whole seconds: S3 lists no finer time. */
  readonly modifiedAt: Date
}

/** S3 as the pipeline sees it: one bucket. All of it throws `ObjectStoreError` or `ObjectMissingError`. */
export interface ObjectStore {
  readonly bucket: string
  /** Writes JSON, replacing what was there. */
  putJson(key: string, value: unknown): Promise<ObjectRef>
  /** Writes a text for people, replacing what was there. */
  putText(key: string, text: string, contentType: string): Promise<ObjectRef>
  /** Writes JSON unless the key exists (If-None-Match: *); says whether this call wrote it. */
  putJsonOnce(key: string, value: unknown): Promise<{ readonly written: boolean }>
  /** @throws ObjectMissingError when there is no such object; InvalidInputError when it does not parse. */
  getJson<T>(key: string, parser: Parser<T>): Promise<T>
  /** The same, null when there is no such object. */
  findJson<T>(key: string, parser: Parser<T>): Promise<T | null>
  /** Writes text, gzipped, unless the key exists; says whether this call wrote it. */
  putPackedOnce(key: string, text: string): Promise<{ readonly written: boolean }>
  /** Text that `putPackedOnce` wrote; null when there is no such object. */
  findPacked(key: string): Promise<string | null>
  /** Every object whose key starts with `prefix`, in the order of keys. */
  list(prefix: string): Promise<readonly StoredObject[]>
  /**
   * Compresses blocks into parts of at most about `rawBytes` uncompressed bytes, row-aligned, one gzip member each,
   * `Content-Encoding: gzip`. Memory is bounded by one part's compressed size. No block, no part.
   */
  writeParts(blocks: AsyncIterable<CopyBlock>, keyOf: (n: number) => string, rawBytes: number): Promise<readonly Part[]>
  /** Uncompressed bytes of a part; fails when size or checksum differ from the record (edge cases 100, 104). */
  openPart(part: Part): AsyncIterable<Buffer>
  /** Gzipped JSON lines; made only when the first line comes. Returns the key, or null when there was no line. */
  openLines(key: string): { write(line: unknown): void | Promise<void>; close(): Promise<string | null> }
}
