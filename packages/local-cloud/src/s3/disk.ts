import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { noSpaceError, StorageDamagedError, storageError } from './errors.ts'
import { replaceFile, writeStream } from './write-file.ts'

const TEMP_SUFFIX = '.tmp'

/**
 * The file system under the local S3: private files, atomic small writes, and one place where "no space left" is told apart
 * from other errors. Nothing is flushed to the medium: a killed process loses nothing, a power cut may.
 */
export class Disk {
  readonly folder: string
  readonly #maxBytes: number
  #usedBytes = 0

  /** `maxBytes` limits the bytes of object data; beyond it the answer is that of a full disk. */
  constructor(folder: string, maxBytes = Number.POSITIVE_INFINITY) {
    this.folder = folder
    this.#maxBytes = maxBytes
  }

  /** Bytes of object data, the parts of unfinished uploads included. */
  get usedBytes(): number {
    return this.#usedBytes
  }

  /** Accounts for data that is on disk already. */
  count(bytes: number): void {
    this.#usedBytes += bytes
  }

  async makeFolder(path: string): Promise<void> {
    await this.#guard(() => mkdir(path, { recursive: true, mode: 0o700 }))
  }

  /**
   * Streams a body into a new file. When anything fails, the file and its bytes are gone again before the error is thrown.
   * @throws S3Error InternalError when the folder is full or not writable, or whatever `chunks` throws
   */
  async writeData(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    let written = 0
    const counted = async function* (this: Disk): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        this.#reserve(chunk.length)
        written += chunk.length
        yield chunk
      }
    }
    try {
      await writeStream(path, counted.call(this))
    } catch (error) {
      await unlink(path).catch(() => undefined)
      this.#usedBytes -= written
      throw storageError(error, this.folder)
    }
  }

  /** Removes a data file of a known size. One that is gone already is not an error. */
  async removeData(path: string, bytes: number): Promise<void> {
    await this.removeFile(path)
    this.#usedBytes -= bytes
  }

  /** Removes a file; one that is gone already is not an error. */
  async removeFile(path: string): Promise<void> {
    await this.#guard(() => unlink(path), 'ENOENT')
  }

  async removeFolder(path: string): Promise<void> {
    await this.#guard(() => rm(path, { recursive: true, force: true }))
  }

  /** Writes a small JSON file so that a reader, or a restart after a crash, sees the old content or the new, never a mix. */
  async writeJson(path: string, value: unknown): Promise<void> {
    await this.#guard(() => replaceFile(path, `${path}.${randomUUID()}${TEMP_SUFFIX}`, JSON.stringify(value)))
  }

  /** @throws StorageDamagedError when the file is not what {@link writeJson} wrote */
  async readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const content = await readFile(path, 'utf8')
    try {
      return schema.parse(JSON.parse(content))
    } catch (cause) {
      throw new StorageDamagedError(path, 'it is not the record that was expected', { cause })
    }
  }

  /** Names in a folder, after what a crash left half-written was removed. */
  async listClean(path: string): Promise<string[]> {
    const names = await readdir(path)
    const temps = names.filter((name) => name.endsWith(TEMP_SUFFIX))
    for (const name of temps) await this.removeFile(join(path, name))
    return names.filter((name) => !name.endsWith(TEMP_SUFFIX))
  }

  #reserve(bytes: number): void {
    if (this.#usedBytes + bytes > this.#maxBytes) throw noSpaceError(this.folder, `limit of ${this.#maxBytes} bytes`)
    this.#usedBytes += bytes
  }

  /** Runs an action on the file system; an error of the code `expected` means that there was nothing to do. */
  async #guard(action: () => Promise<unknown>, expected?: string): Promise<void> {
    try {
      await action()
    } catch (error) {
      if (expected !== undefined && error instanceof Error && 'code' in error && error.code === expected) return
      throw storageError(error, this.folder)
    }
  }
}
