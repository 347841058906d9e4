import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Disk } from './disk.ts'
import type { Segment } from './records.ts'

/** Bytes read at once. */
const READ_BUFFER_BYTES = 256 * 1024

/**
 * The data files of one bucket. A file is written once under a name of its own and never changed; it belongs to an object
 * from the moment that a record names it. A file that is being read stays until its last reader is done.
 */
export class DataFiles {
  readonly #disk: Disk
  readonly #folder: string
  readonly #readers = new Map<string, number>()
  readonly #doomed = new Map<string, Segment>()

  constructor(disk: Disk, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  /** Streams a body into a new file. @throws S3Error when the disk is full or the body fails; nothing is left then */
  async write(chunks: AsyncIterable<Buffer>): Promise<Segment> {
    const file = randomUUID()
    let size = 0
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        size += chunk.length
        yield chunk
      }
    }
    await this.#disk.writeData(join(this.#folder, file), counted())
    return { file, size }
  }

  /** Reads bytes `start` to `end`, both included, of the concatenated segments. Call it inside {@link hold}. */
  async *read(segments: readonly Segment[], start: number, end: number): AsyncGenerator<Buffer> {
    let offset = 0
    for (const { file, size } of segments) {
      const from = Math.max(start - offset, 0)
      const to = Math.min(end - offset, size - 1)
      offset += size
      if (from > to) continue
      const options = { start: from, end: to, highWaterMark: READ_BUFFER_BYTES }
      for await (const chunk of createReadStream(join(this.#folder, file), options)) {
        yield chunk as Buffer // a file stream without encoding yields Buffers
      }
    }
  }

  /** Keeps the files of an object while `action` reads them, even when the object is replaced or deleted meanwhile. */
  async hold<T>(segments: readonly Segment[], action: () => Promise<T>): Promise<T> {
    for (const { file } of segments) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1)
    try {
      return await action()
    } finally {
      for (const { file } of segments) await this.#release(file)
    }
  }

  /**
   * Removes files, or marks them for removal by their last reader. An error of the file system is not passed on: the object
   * is gone already, and the next start removes what no record names.
   */
  async remove(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) {
      if (this.#readers.has(segment.file)) this.#doomed.set(segment.file, segment)
      else await this.#unlink(segment)
    }
  }

  async #release(file: string): Promise<void> {
    const left = (this.#readers.get(file) ?? 1) - 1
    if (left > 0) return void this.#readers.set(file, left)
    this.#readers.delete(file)
    const doomed = this.#doomed.get(file)
    if (doomed === undefined) return
    this.#doomed.delete(file)
    await this.#unlink(doomed)
  }

  async #unlink(segment: Segment): Promise<void> {
    await this.#disk.removeData(join(this.#folder, segment.file), segment.size).catch(() => undefined)
  }
}
