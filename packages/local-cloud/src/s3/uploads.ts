import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { DataFiles } from './data-files.ts'
import type { Disk } from './disk.ts'
import { S3Error } from './errors.ts'
import { KeyLock } from './key-lock.ts'
import type { PartRecord, UploadRecord } from './records.ts'

/** An unfinished multipart upload with the parts that have arrived, by number. */
export interface Upload {
  readonly record: UploadRecord
  readonly parts: Map<number, PartRecord>
}

/** The unfinished multipart uploads of one bucket: `<id>.json` for each, and `<id>.<number>.json` for each of its parts. */
export class Uploads {
  readonly #disk: Disk
  readonly #folder: string
  readonly #data: DataFiles
  readonly #uploads: Map<string, Upload>
  readonly #lock = new KeyLock()

  constructor(disk: Disk, folder: string, data: DataFiles, uploads: readonly Upload[]) {
    this.#disk = disk
    this.#folder = folder
    this.#data = data
    this.#uploads = new Map(uploads.map((upload) => [upload.record.id, upload]))
  }

  /** All of them, oldest first. */
  list(): readonly Upload[] {
    return [...this.#uploads.values()].sort((a, b) => a.record.initiated - b.record.initiated)
  }

  async create(upload: Omit<UploadRecord, 'id' | 'initiated'>): Promise<UploadRecord> {
    const record = { ...upload, id: randomUUID(), initiated: Date.now() }
    await this.#disk.writeJson(this.#path(record.id), record)
    this.#uploads.set(record.id, { record, parts: new Map() })
    return record
  }

  /** @throws S3Error NoSuchUpload, also when the upload is of another key */
  get(key: string, id: string): Upload {
    const upload = this.#uploads.get(id)
    if (upload?.record.key === key) return upload
    throw new S3Error('NoSuchUpload', `there is no unfinished multipart upload "${id}" for the key "${key}"`)
  }

  /** Adds a part or replaces the one of the same number. On an error its data file is still the caller's. */
  async putPart(key: string, id: string, part: PartRecord): Promise<void> {
    await this.#lock.run(id, async () => {
      const upload = this.get(key, id)
      await this.#disk.writeJson(this.#path(id, part.number), part)
      const replaced = upload.parts.get(part.number)
      upload.parts.set(part.number, part)
      if (replaced !== undefined) await this.#data.remove([replaced.segment])
    })
  }

  /** Forgets the upload and removes its data. @throws S3Error NoSuchUpload */
  async abort(key: string, id: string): Promise<void> {
    await this.#lock.run(id, () => this.#forget(this.get(key, id), new Set()))
  }

  /**
   * Makes an object of an upload. `commit` returns the numbers of the parts whose data the object now owns; when it throws,
   * the upload stays as it was. No part can change and no abort can run meanwhile.
   */
  async complete(key: string, id: string, commit: (upload: Upload) => Promise<ReadonlySet<number>>): Promise<void> {
    await this.#lock.run(id, async () => {
      const upload = this.get(key, id)
      await this.#forget(upload, await commit(upload))
    })
  }

  /** The upload's own record goes first: parts without one are removed at the next start. */
  async #forget(upload: Upload, kept: ReadonlySet<number>): Promise<void> {
    const { id } = upload.record
    this.#uploads.delete(id)
    await this.#disk.removeFile(this.#path(id))
    for (const part of upload.parts.values()) {
      await this.#disk.removeFile(this.#path(id, part.number))
      if (!kept.has(part.number)) await this.#data.remove([part.segment])
    }
  }

  #path(id: string, part?: number): string {
    return join(this.#folder, part === undefined ? `${id}.json` : `${id}.${part}.json`)
  }
}
