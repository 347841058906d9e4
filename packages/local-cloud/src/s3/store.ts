import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bucket } from './bucket.ts'
import { Disk } from './disk.ts'
import { S3Error } from './errors.ts'
import { KeyLock } from './key-lock.ts'
import { createBucket, loadBucket } from './load-bucket.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; such a name is a safe folder name too. */
const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

/**
 * All buckets under one folder, which one process at a time may use:
 * `buckets/<name>/bucket.json`, `objects/<sha256 of key>.json`, `data/<id>` and `uploads/<id>[.<part>].json`.
 */
export class Store {
  readonly #disk: Disk
  readonly #folder: string
  readonly #buckets: Map<string, Bucket>
  readonly #lock = new KeyLock()

  private constructor(disk: Disk, folder: string, buckets: readonly Bucket[]) {
    this.#disk = disk
    this.#folder = folder
    this.#buckets = new Map(buckets.map((bucket) => [bucket.name, bucket]))
  }

  /**
   * Opens the folder, making it if needed, and cleans up after a crash.
   * @throws S3Error when the folder is not writable, StorageDamagedError when its content cannot be used
   */
  static async open(folder: string, maxBytes?: number): Promise<Store> {
    const disk = new Disk(folder, maxBytes)
    const root = join(folder, 'buckets')
    await disk.makeFolder(root)
    const buckets: Bucket[] = []
    for (const name of await readdir(root)) {
      const path = join(root, name)
      const complete = await access(join(path, 'bucket.json')).then(
        () => true,
        () => false,
      )
      if (complete) buckets.push(await loadBucket(disk, path))
    }
    return new Store(disk, root, buckets)
  }

  /** Bytes of object data, the parts of unfinished uploads included. */
  get usedBytes(): number {
    return this.#disk.usedBytes
  }

  /** Sorted by name. */
  list(): readonly Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** @throws S3Error NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist')
    return bucket
  }

  /** @throws S3Error InvalidBucketName or BucketAlreadyOwnedByYou */
  async create(name: string): Promise<void> {
    if (!BUCKET_NAME.test(name)) throw new S3Error('InvalidBucketName', `"${name}" is not a valid bucket name`)
    await this.#lock.run(name, async () => {
      if (this.#buckets.has(name)) throw new S3Error('BucketAlreadyOwnedByYou', `the bucket "${name}" exists already`)
      const record = { name, created: Date.now() }
      this.#buckets.set(name, await createBucket(this.#disk, join(this.#folder, name), record))
    })
  }

  /** @throws S3Error NoSuchBucket or BucketNotEmpty */
  async remove(name: string): Promise<void> {
    await this.#lock.run(name, async () => {
      await this.bucket(name).remove()
      this.#buckets.delete(name)
    })
  }
}
