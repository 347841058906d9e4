/** Rows as they came over the wire. Row `i` is `bytes[starts[i], starts[i + 1])`: length-encoded cells (text protocol). */
export interface RowBatch {
  readonly bytes: Buffer
  /** One more than rows; the last one is where the last row ends. */
  readonly starts: readonly number[]
}

const BATCH_BYTES = 256 * 1024
/** Larger rows are not copied into a batch; the driver assembled them in a buffer of their own. */
const LARGE_ROW_BYTES = BATCH_BYTES / 4

/** Collects rows into batches of about 256 KB, in buffers that are used again once a batch was worked off. */
export class RowBatcher {
  readonly #deliver: (batch: RowBatch) => void
  readonly #spare: Buffer[] = []
  #bytes: Buffer = Buffer.allocUnsafe(BATCH_BYTES)
  #starts: number[] = [0]
  #length = 0

  constructor(deliver: (batch: RowBatch) => void) {
    this.#deliver = deliver
  }

  add(source: Buffer, start: number, end: number): void {
    const size = end - start
    if (size > LARGE_ROW_BYTES) {
      this.flush()
      this.#deliver({ bytes: source.subarray(start, end), starts: [0, size] })
      return
    }
    if (this.#length + size > BATCH_BYTES) this.flush()
    source.copy(this.#bytes, this.#length, start, end)
    this.#length += size
    this.#starts.push(this.#length)
  }

  flush(): void {
    if (this.#length === 0) return
    const batch = { bytes: this.#bytes, starts: this.#starts }
    this.#bytes = this.#spare.pop() ?? Buffer.allocUnsafe(BATCH_BYTES)
    this.#starts = [0]
    this.#length = 0
    this.#deliver(batch)
  }

  /** Takes the buffer of a batch that nobody reads any more. */
  recycle({ bytes }: RowBatch): void {
    if (bytes.length === BATCH_BYTES && this.#spare.length < 2) this.#spare.push(bytes)
  }
}
