import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DataFiles } from './data-files.ts'
import type { Disk } from './disk.ts'
import { S3Error } from './errors.ts'
import { KeyIndex } from './key-index.ts'
import { KeyLock } from './key-lock.ts'
import type { ObjectRecord } from './records.ts'
import type { Uploads } from './uploads.ts'

/** What {@link Bucket} is made of. */
export interface BucketParts {
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly created: number
  readonly disk: Disk
  readonly folder: string
  readonly data: DataFiles
  readonly uploads: Uploads
  readonly objects: readonly ObjectRecord[]
}

/** Judges whether a write may go on, given the object that is there now; throws when it may not. */
export type WriteCondition = (current: ObjectRecord | undefined) => void

/**
 * One bucket: its objects in memory and on disk. Renaming an object's record into place is the commit; condition and commit
 * run under a lock on the key, so of several conditional writers exactly one wins.
 */
export class Bucket {
  readonly name: string
  readonly created: number
  readonly data: DataFiles
  readonly uploads: Uploads
  readonly index: KeyIndex
  readonly #disk: Disk
  readonly #folder: string
  readonly #lock = new KeyLock()
  #removed = false

  constructor(parts: BucketParts) {
    this.name = parts.name
    this.created = parts.created
    this.data = parts.data
    this.uploads = parts.uploads
    this.index = new KeyIndex(parts.objects)
    this.#disk = parts.disk
    this.#folder = parts.folder
  }

  /** Makes the record's object the current one. Its data files must be complete. On an error they are still the caller's. */
  async commit(record: ObjectRecord, condition: WriteCondition): Promise<void> {
    await this.#lock.run(record.key, async () => {
      this.#checkPresent()
      const current = this.index.get(record.key)
      condition(current)
      await this.#disk.writeJson(this.#recordPath(record.key), record)
      this.index.set(record)
      if (current !== undefined) await this.data.remove(current.segments)
    })
  }

  /** Deletes an object; without one, it only judges the condition. */
  async delete(key: string, condition: WriteCondition): Promise<void> {
    await this.#lock.run(key, async () => {
      this.#checkPresent()
      const current = this.index.get(key)
      condition(current)
      if (current === undefined) return
      await this.#disk.removeFile(this.#recordPath(key))
      this.index.delete(key)
      await this.data.remove(current.segments)
    })
  }

  /** Removes the whole bucket, unfinished uploads included. @throws S3Error BucketNotEmpty */
  async remove(): Promise<void> {
    this.#checkPresent()
    if (this.index.size > 0)
      throw new S3Error('BucketNotEmpty', `the bucket "${this.name}" still has ${this.index.size} objects`)
    this.#removed = true
    for (const upload of this.uploads.list()) await this.uploads.abort(upload.record.key, upload.record.id)
    await this.#disk.removeFolder(this.#folder)
  }

  #checkPresent(): void {
    if (this.#removed) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
  }

  /** A key may be 1024 bytes of anything, `..` and `/` included; its hash is a safe file name of fixed length. */
  #recordPath(key: string): string {
    return join(this.#folder, 'objects', `${createHash('sha256').update(key).digest('hex')}.json`)
  }
}
