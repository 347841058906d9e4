import { createHash } from 'node:crypto'
import type { ChunkSignatures } from './chunk-signatures.ts'
import { S3Error } from './errors.ts'

/** A line of the framing is a size in hex, a signature, or one trailing header. */
const MAX_LINE_BYTES = 4096

/**
 * Decodes the `aws-chunked` content encoding, with or without chunk signatures, in bounded memory.
 * Data is yielded before its chunk's signature is known, so nothing may be published until the iteration has ended.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class AwsChunkedDecoder {
  /** Trailing headers, lower-case name to value; complete once {@link decode} has ended. */
  readonly trailers = new Map<string, string>()
  readonly #source: AsyncIterator<Buffer>
  readonly #signatures: ChunkSignatures | undefined
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>, signatures: ChunkSignatures | undefined) {
    this.#source = source[Symbol.asyncIterator]()
    this.#signatures = signatures
  }

  /** @throws S3Error IncompleteBody, InvalidRequest or SignatureDoesNotMatch */
  async *decode(): AsyncGenerator<Buffer> {
    try {
      while (true) {
        const { size, signature } = parseChunkHeader(await this.#line())
        yield* this.#chunk(size, signature)
        if (size === 0) break
        if ((await this.#line()) !== '') throw new S3Error('InvalidRequest', 'a chunk is longer than its declared size')
      }
      await this.#readTrailers()
    } finally {
      // Lets go of the request, so that what is left of it can be drained and the answer sent.
      await this.#source.return?.()
    }
  }

  async *#chunk(size: number, signature: string | undefined): AsyncGenerator<Buffer> {
    const hash = this.#signatures && createHash('sha256')
    for (let left = size; left > 0; ) {
      if (this.#rest.length === 0) await this.#more()
      const data = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(data.length)
      left -= data.length
      hash?.update(data)
      yield data
    }
    if (hash) await this.#signatures?.checkChunk(hash.digest('hex'), signature)
  }

  async #readTrailers(): Promise<void> {
    const signedLines: string[] = []
    for (let line = await this.#line(); line !== ''; line = await this.#line()) {
      const colon = line.indexOf(':')
      if (colon < 1) throw new S3Error('InvalidRequest', 'the trailer of the streamed body is not "name:value" lines')
      const name = line.slice(0, colon).trim().toLowerCase()
      const value = line.slice(colon + 1).trim()
      if (name === 'x-amz-trailer-signature') {
        await this.#signatures?.checkTrailer(signedLines, value)
        signedLines.length = 0
      } else {
        this.trailers.set(name, value)
        signedLines.push(`${name}:${value}`)
      }
    }
    if (this.#signatures && signedLines.length > 0) await this.#signatures.checkTrailer(signedLines, undefined)
    if (this.#rest.length > 0 || !(await this.#source.next()).done) {
      throw new S3Error('InvalidRequest', 'the streamed body goes on after its last chunk')
    }
  }

  async #more(): Promise<void> {
    const next = await this.#source.next()
    if (next.done) throw new S3Error('IncompleteBody', 'the streamed body ended before its last chunk')
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value])
  }

  /** One line without its CR LF, or LF. */
  async #line(): Promise<string> {
    let end = this.#rest.indexOf(10)
    while (end < 0) {
      if (this.#rest.length > MAX_LINE_BYTES)
        throw new S3Error('InvalidRequest', 'the streamed body is not aws-chunked')
      await this.#more()
      end = this.#rest.indexOf(10)
    }
    const line = this.#rest.subarray(0, end).toString('latin1')
    this.#rest = this.#rest.subarray(end + 1)
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }
}

function parseChunkHeader(line: string): { size: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line)
  if (match?.[1] === undefined) throw new S3Error('InvalidRequest', 'the streamed body is not aws-chunked')
  return { size: Number.parseInt(match[1], 16), signature: match[2] }
}
