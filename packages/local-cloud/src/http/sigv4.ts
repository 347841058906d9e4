import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Sha256 } from '@aws-sdk/checksums/sha'
import { createScope, getCanonicalHeaders, getSigningKey, SignatureV4Base } from '@smithy/signature-v4'
import { RequestError } from './request-error.ts'
import type { RequestTarget } from './request-target.ts'
import type { Caller, CredentialTable } from './service.ts'
import { type ClaimedSignature, dateOf, parseSignature } from './sigv4-parse.ts'

/** AWS refuses a request whose date is further away than this. */
const MAX_SKEW_MS = 15 * 60 * 1000

/** A verified signature: who signed, and what a signed streaming body needs to go on verifying. */
export interface VerifiedSignature {
  readonly caller: Caller
  /** Signing name of the credential scope, such as `s3`. */
  readonly service: string
  /** `<yyyymmdd>/<region>/<service>/aws4_request`. */
  readonly scope: string
  readonly longDate: string
  /** Signature of the headers: the seed of the chain of chunk signatures. */
  readonly signature: string
  readonly signingKey: Uint8Array
  /** What the client signed as the payload hash: hex SHA-256, `UNSIGNED-PAYLOAD` or a `STREAMING-...` constant. */
  readonly payloadHash: string
}

/** The parts of an HTTP request that a signature covers. */
export interface SignedRequest {
  readonly method: string
  readonly target: RequestTarget
  readonly headers: IncomingHttpHeaders
}

/** How to verify one request. */
export interface VerifyOptions {
  readonly credentials: CredentialTable
  /** Milliseconds since the epoch, to judge the request's date against. */
  readonly now: number
  /** S3 signs the path as sent; every other service signs it percent-encoded once more. */
  readonly uriEscapePath: boolean
  /** Hex SHA-256 of the body when it was read already; else what the client declared is used. */
  readonly bodyHash?: string
}

/** The canonical request of the SDK's own signer, over headers chosen by the client and with a given payload hash. */
class Signer extends SignatureV4Base {
  constructor(claimed: ClaimedSignature, secretAccessKey: string, uriEscapePath: boolean) {
    const credentials = { accessKeyId: claimed.accessKeyId, secretAccessKey }
    super({ service: claimed.service, region: claimed.region, credentials, sha256: Sha256, uriEscapePath })
  }

  async stringToSign(request: SignedRequest, claimed: ClaimedSignature, payloadHash: string): Promise<string> {
    const { method, target, headers } = request
    const bag: Record<string, string> = {}
    for (const name of claimed.signedHeaders) {
      const value = headers[name]
      if (value !== undefined) bag[name] = Array.isArray(value) ? value.join(',') : value
    }
    const query: Record<string, string[]> = Object.create(null)
    for (const [name, value] of target.query) query[name] = [...(query[name] ?? []), value]
    const http = { method, path: target.path, query, headers: bag, protocol: 'http:', hostname: '' }
    const canonicalHeaders = getCanonicalHeaders(http, undefined, new Set(claimed.signedHeaders))
    const canonicalRequest = this.createCanonicalRequest(http, canonicalHeaders, payloadHash)
    const scope = createScope(claimed.shortDate, claimed.region, claimed.service)
    return this.createStringToSign(claimed.longDate, scope, canonicalRequest, 'AWS4-HMAC-SHA256')
  }
}

/**
 * Verifies an AWS Signature Version 4 in the headers or in the query (presigned).
 * @throws RequestError when the signature is missing, malformed, expired, by an unknown key or wrong
 */
export async function verifySignature(request: SignedRequest, options: VerifyOptions): Promise<VerifiedSignature> {
  const claimed = parseSignature(request.headers, request.target)
  const credential = options.credentials.get(claimed.accessKeyId)
  if (credential === undefined) {
    throw new RequestError(
      'InvalidAccessKeyId',
      `the access key id "${claimed.accessKeyId}" is not known to this local cloud`,
    )
  }
  checkTime(claimed, options.now)
  checkSignedHeaders(claimed, request.headers)
  const payloadHash = options.bodyHash ?? declaredHash(request, claimed)
  const identity = { accessKeyId: claimed.accessKeyId, secretAccessKey: credential.secretAccessKey }
  const signingKey = await getSigningKey(Sha256, identity, claimed.shortDate, claimed.region, claimed.service)
  const signer = new Signer(claimed, credential.secretAccessKey, options.uriEscapePath)
  const signature = await hmacHex(signingKey, await signer.stringToSign(request, claimed, payloadHash))
  if (!sameSignature(signature, claimed.signature)) {
    throw new RequestError(
      'SignatureDoesNotMatch',
      `the signature does not match for access key id "${claimed.accessKeyId}"; check the secret access key and that nothing changed the request on its way`,
    )
  }
  return {
    caller: { accessKeyId: claimed.accessKeyId, principal: credential.principal },
    service: claimed.service,
    scope: createScope(claimed.shortDate, claimed.region, claimed.service),
    longDate: claimed.longDate,
    signature: claimed.signature,
    signingKey,
    payloadHash,
  }
}

/** Hex HMAC-SHA-256 of a text, as every SigV4 signature is. */
export async function hmacHex(key: Uint8Array, text: string): Promise<string> {
  const hmac = new Sha256(key)
  hmac.update(Buffer.from(text))
  return Buffer.from(await hmac.digest()).toString('hex')
}

/** Compares two hex signatures without telling by the time taken where they differ. */
export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

function declaredHash(request: SignedRequest, claimed: ClaimedSignature): string {
  if (claimed.expiresSeconds !== undefined) {
    return new Map(request.target.query).get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD'
  }
  const declared = request.headers['x-amz-content-sha256']
  if (typeof declared === 'string') return declared
  throw new RequestError('AuthorizationHeaderMalformed', 'the header x-amz-content-sha256 is missing')
}

function checkTime(claimed: ClaimedSignature, now: number): void {
  const signedAt = dateOf(claimed.longDate)
  if (!claimed.longDate.startsWith(claimed.shortDate)) {
    throw new RequestError('SignatureDoesNotMatch', 'the date of the credential scope differs from X-Amz-Date')
  }
  if (claimed.expiresSeconds === undefined) {
    if (Math.abs(now - signedAt) <= MAX_SKEW_MS) return
    const clock = new Date(now).toISOString()
    throw new RequestError(
      'RequestTimeTooSkewed',
      `the request is dated ${claimed.longDate}, the clock here says ${clock}`,
    )
  }
  if (now > signedAt + claimed.expiresSeconds * 1000) throw new RequestError('AccessDenied', 'Request has expired')
  if (signedAt > now + MAX_SKEW_MS) throw new RequestError('AccessDenied', 'Request is not yet valid')
}

/** AWS wants the host and every x-amz- header signed, so that none can be added on the way. */
function checkSignedHeaders(claimed: ClaimedSignature, headers: IncomingHttpHeaders): void {
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
  const unsigned = needed.filter((name) => !claimed.signedHeaders.has(name))
  if (unsigned.length === 0) return
  throw new RequestError(
    'AccessDenied',
    `There were headers present in the request which were not signed: ${unsigned.join(', ')}`,
  )
}
