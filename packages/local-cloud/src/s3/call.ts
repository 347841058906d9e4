import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { parseTarget } from '../http/request-target.ts'
import { sendResponse } from '../http/send-response.ts'
import type { VerifiedSignature } from '../http/sigv4.ts'
import { xmlDocument } from '../http/xml.ts'
import type { Authorize } from './authorize.ts'
import { conditionKeys } from './condition-keys.ts'
import { RequestBody } from './body.ts'
import type { Bucket } from './bucket.ts'
import { type Checksum, type ChecksumAlgorithm, checksumHeader } from './checksums.ts'
import { S3Error } from './errors.ts'
import type { Store } from './store.ts'

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'
const MAX_KEY_BYTES = 1024

/** One S3 request, path-style, with what an operation needs to answer it. */
export class S3Call {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly store: Store
  readonly query: ReadonlyMap<string, string>
  /** '' when the request is for the service. */
  readonly bucketName: string
  /** '' when the request is for a bucket. */
  readonly key: string
  readonly #signed: VerifiedSignature
  readonly #authorize: Authorize

  /** @throws S3Error KeyTooLongError, InvalidURI */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    signed: VerifiedSignature,
    store: Store,
    authorize: Authorize,
  ) {
    this.request = request
    this.response = response
    this.store = store
    this.#signed = signed
    this.#authorize = authorize
    const target = parseTarget(request.url ?? '/')
    this.query = new Map(target.query)
    const path = target.path.slice(1)
    const slash = path.indexOf('/')
    this.bucketName = decodePath(slash < 0 ? path : path.slice(0, slash))
    this.key = slash < 0 ? '' : decodePath(path.slice(slash + 1))
    if (Buffer.byteLength(this.key) > MAX_KEY_BYTES) {
      throw new S3Error('KeyTooLongError', `Your key is too long: it has more than ${MAX_KEY_BYTES} bytes`)
    }
  }

  get headers(): IncomingHttpHeaders {
    return this.request.headers
  }

  /** @throws S3Error NoSuchBucket */
  get bucket(): Bucket {
    return this.store.bucket(this.bucketName)
  }

  /** One header as a string. */
  header(name: string): string | undefined {
    const value = this.headers[name]
    return value === undefined ? undefined : String(value)
  }

  /** @throws S3Error AccessDenied when the principal may not do `action` on the object (or the bucket, for the key '') */
  async allow(action: string, bucket = this.bucketName, key = this.key): Promise<void> {
    const resource = bucket === '' ? '*' : `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`
    const { principal } = this.#signed.caller
    const context = conditionKeys(this, action)
    try {
      await this.#authorize({ principal, action, resource, context })
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : `${principal} may not ${action} on ${resource}`
      throw new S3Error('AccessDenied', message, { cause })
    }
  }

  /**
   * The error for a key without an object. To a principal that may not list the bucket S3 does not tell that the object is
   * missing: it answers 403. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (permissions)
   */
  async noSuchKey(bucket = this.bucketName, key = this.key): Promise<S3Error> {
    try {
      await this.allow('s3:ListBucket', bucket, '')
    } catch (cause) {
      if (!(cause instanceof S3Error)) throw cause
      return new S3Error('AccessDenied', `${cause.message} (no object "${key}"; S3 tells only those who may list)`, {
        cause,
      })
    }
    return new S3Error('NoSuchKey', `The specified key does not exist: "${key}" in the bucket "${bucket}"`)
  }

  /** The body, to be read at most once. `fallback` is the checksum to compute when the request names none. */
  body(fallback?: ChecksumAlgorithm): RequestBody {
    return new RequestBody(this.request, this.#signed, fallback)
  }

  /** The body of a request whose checksum headers speak of an object, not of this body. */
  plainBody(): RequestBody {
    return new RequestBody(this.request, this.#signed, undefined, null)
  }

  send(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): void {
    const all = { 'x-amz-request-id': randomUUID(), ...headers }
    sendResponse(this.request, this.response, { status, headers: all, body })
  }

  sendXml(root: string, children: readonly string[], headers: Readonly<Record<string, string>> = {}): void {
    this.send(200, { 'content-type': 'application/xml', ...headers }, xmlDocument(root, children, NAMESPACE))
  }
}

/** The response headers that tell a checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {}
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
}

/** @throws S3Error InvalidURI */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    throw new S3Error('InvalidURI', 'the path has a percent escape that is not UTF-8', { cause })
  }
}
