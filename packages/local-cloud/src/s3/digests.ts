import { createHash } from 'node:crypto'
import { type Checksum, type ChecksumAlgorithm, startChecksum } from './checksums.ts'

/** What is known of an object's bytes once all of them have passed. */
export interface ByteFacts {
  readonly size: number
  /** MD5 in hex: the ETag of an object that is not multipart. */
  readonly md5: string
  readonly checksum: Checksum | undefined
}

/** Size, MD5 and at most one additional checksum of bytes that pass by. */
export class Digests {
  readonly #md5 = createHash('md5')
  readonly #algorithm: ChecksumAlgorithm | undefined
  readonly #checksum: ReturnType<typeof startChecksum> | undefined
  #size = 0

  constructor(algorithm: ChecksumAlgorithm | undefined) {
    this.#algorithm = algorithm
    this.#checksum = algorithm && startChecksum(algorithm)
  }

  get size(): number {
    return this.#size
  }

  update(chunk: Buffer): void {
    this.#size += chunk.length
    this.#md5.update(chunk)
    this.#checksum?.update(chunk)
  }

  /** To be called once, at the end. */
  async finish(): Promise<ByteFacts> {
    const value = await this.#checksum?.digest()
    const algorithm = this.#algorithm
    const checksum = algorithm && value !== undefined ? ({ algorithm, value, type: 'FULL_OBJECT' } as const) : undefined
    return { size: this.#size, md5: this.#md5.digest('hex'), checksum }
  }
}
