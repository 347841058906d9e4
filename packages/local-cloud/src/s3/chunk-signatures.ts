import { createHash } from 'node:crypto'
import { hmacHex, sameSignature, type VerifiedSignature } from '../http/sigv4.ts'
import { S3Error } from './errors.ts'

const EMPTY_HASH = createHash('sha256').digest('hex')

/**
 * The chain of signatures over the chunks of a signed streaming body: each covers the one before, the first one the
 * signature of the headers. No library verifies it; the rule is
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and, for the trailer, sigv4-streaming-trailers.html.
 */
export class ChunkSignatures {
  readonly #signed: VerifiedSignature
  #previous: string

  constructor(signed: VerifiedSignature) {
    this.#signed = signed
    this.#previous = signed.signature
  }

  /** @throws S3Error SignatureDoesNotMatch. `hash` is the hex SHA-256 of the chunk's data. */
  async checkChunk(hash: string, signature: string | undefined): Promise<void> {
    await this.#check(['AWS4-HMAC-SHA256-PAYLOAD', ...this.#context(), EMPTY_HASH, hash], signature, 'a chunk')
  }

  /** @throws S3Error SignatureDoesNotMatch. Every line of the trailer ends in a line feed for its signature. */
  async checkTrailer(lines: readonly string[], signature: string | undefined): Promise<void> {
    const hash = createHash('sha256')
    for (const line of lines) hash.update(`${line}\n`)
    await this.#check(['AWS4-HMAC-SHA256-TRAILER', ...this.#context(), hash.digest('hex')], signature, 'the trailer')
  }

  #context(): string[] {
    return [this.#signed.longDate, this.#signed.scope, this.#previous]
  }

  async #check(stringToSign: readonly string[], signature: string | undefined, what: string): Promise<void> {
    const expected = await hmacHex(this.#signed.signingKey, stringToSign.join('\n'))
    if (signature === undefined || !sameSignature(expected, signature)) {
      throw new S3Error('SignatureDoesNotMatch', `the signature of ${what} of the streamed body does not match`)
    }
    this.#previous = expected
  }
}
