import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { bodyChunks } from '../http/read-body.ts'
import type { VerifiedSignature } from '../http/sigv4.ts'
import { AwsChunkedDecoder } from './aws-chunked.ts'
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  type RequestedChecksum,
  requestedChecksum,
} from './checksums.ts'
import { ChunkSignatures } from './chunk-signatures.ts'
import { type ByteFacts, Digests } from './digests.ts'
import { S3Error } from './errors.ts'

/** S3's limit for one PUT or one part: 5 GiB. */
const MAX_PUT_BYTES = 5 * 1024 ** 3

/**
 * The body of one S3 request as plain bytes: `aws-chunked` is decoded, and the length, Content-MD5, the signed SHA-256 and
 * the additional checksum (header or trailer) are verified on the way. {@link facts} is there only when all agreed.
 */
export class RequestBody {
  readonly #headers: IncomingHttpHeaders
  readonly #signed: VerifiedSignature
  readonly #decoder: AwsChunkedDecoder | undefined
  readonly #source: AsyncIterable<Buffer>
  readonly #requested: RequestedChecksum | null
  readonly #digests: Digests
  #facts: ByteFacts | undefined

  /**
   * `fallback` is the checksum to compute when the request names none. `requested` replaces what the headers ask for; null
   * is for requests whose checksum headers speak of something other than this body.
   */
  constructor(
    request: IncomingMessage,
    signed: VerifiedSignature,
    fallback?: ChecksumAlgorithm,
    requested: RequestedChecksum | null = requestedChecksum(request.headers) ?? null,
  ) {
    this.#headers = request.headers
    this.#signed = signed
    const signatures = signed.payloadHash.startsWith('STREAMING-AWS4-') ? new ChunkSignatures(signed) : undefined
    const streaming = signed.payloadHash.startsWith('STREAMING-')
    this.#decoder = streaming ? new AwsChunkedDecoder(bodyChunks(request), signatures) : undefined
    this.#source = this.#decoder?.decode() ?? bodyChunks(request)
    this.#requested = requested
    this.#digests = new Digests(requested?.algorithm ?? fallback)
  }

  /** Known after {@link chunks} has ended without an error. */
  get facts(): ByteFacts {
    if (this.#facts === undefined) throw new Error('the facts of a body are known only after all of it was read')
    return this.#facts
  }

  /** Yields the plain bytes, once. @throws S3Error when the body is not what the request declared */
  async *chunks(): AsyncGenerator<Buffer> {
    const declared = this.#declaredSize()
    const { payloadHash } = this.#signed
    const sha256 = /^[0-9a-f]{64}$/.test(payloadHash) ? createHash('sha256') : undefined
    for await (const chunk of this.#source) {
      this.#digests.update(chunk)
      sha256?.update(chunk)
      if (this.#digests.size > declared) break
      yield chunk
    }
    if (this.#digests.size !== declared) {
      throw new S3Error('IncompleteBody', `the body does not have the ${declared} bytes that the request declared`)
    }
    if (sha256 && sha256.digest('hex') !== payloadHash) {
      throw new S3Error('XAmzContentSHA256Mismatch', 'the body does not have the SHA-256 in x-amz-content-sha256')
    }
    const facts = await this.#digests.finish()
    checkContentMd5(this.#headers['content-md5'], facts.md5)
    if (facts.checksum !== undefined) this.#check(facts.checksum)
    this.#facts = facts
  }

  /** Bytes of the plain body. */
  #declaredSize(): number {
    const declared = this.#headers['x-amz-decoded-content-length'] ?? this.#headers['content-length']
    const size = Number(declared)
    if (declared === undefined || !Number.isSafeInteger(size) || size < 0) {
      throw new S3Error('MissingContentLength', 'the request must carry Content-Length or x-amz-decoded-content-length')
    }
    if (size > MAX_PUT_BYTES) throw new S3Error('EntityTooLarge', `one upload may have at most ${MAX_PUT_BYTES} bytes`)
    return size
  }

  #check(found: Checksum): void {
    const header = checksumHeader(found.algorithm)
    const expected = this.#requested?.value ?? this.#decoder?.trailers.get(header)
    if (expected === undefined && this.#requested?.trailer) {
      throw new S3Error('InvalidRequest', `the request announced the trailer ${header} and did not send it`)
    }
    if (expected !== undefined && expected !== found.value) {
      throw new S3Error('BadDigest', `The ${found.algorithm} you specified did not match the calculated checksum.`)
    }
  }
}

/** Reads a small body (XML) as text, verified. @throws S3Error EntityTooLarge above `limit` bytes */
export async function readText(body: RequestBody, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body.chunks()) {
    size += chunk.length
    if (size > limit) throw new S3Error('EntityTooLarge', `this request body may have at most ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function checkContentMd5(header: string | string[] | undefined, md5: string): void {
  if (header === undefined) return
  const expected = Buffer.from(String(header), 'base64').toString('hex')
  if (expected.length !== md5.length) throw new S3Error('InvalidDigest', 'Content-MD5 is not the base64 of 16 bytes')
  if (expected !== md5)
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match the calculated MD5.')
}
