import type { IncomingHttpHeaders } from 'node:http'
import { RequestError, type RequestErrorCode } from './request-error.ts'
import type { RequestTarget } from './request-target.ts'

const ALGORITHM = 'AWS4-HMAC-SHA256'
const WEEK_SECONDS = 604_800

/** What a request says about its own signature, before anything is verified. */
export interface ClaimedSignature {
  readonly accessKeyId: string
  /** `yyyymmdd`, the first part of the credential scope. */
  readonly shortDate: string
  readonly region: string
  /** Signing name of the service: `s3`, `states`, `lambda`, `sns`, `secretsmanager`. */
  readonly service: string
  /** `yyyymmddThhmmssZ`. */
  readonly longDate: string
  /** Lower-case header names. */
  readonly signedHeaders: ReadonlySet<string>
  readonly signature: string
  /** Seconds of validity after `longDate`; present for a presigned URL only. */
  readonly expiresSeconds: number | undefined
}

/**
 * Reads the `Authorization` header or the `X-Amz-*` query of a presigned URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
 * @throws RequestError when there is no signature or it is malformed
 */
export function parseSignature(headers: IncomingHttpHeaders, target: RequestTarget): ClaimedSignature {
  if (headers.authorization !== undefined) return fromHeader(headers.authorization, headers)
  const query = new Map(target.query)
  if (query.has('X-Amz-Algorithm')) return fromQuery(query)
  throw new RequestError(
    'MissingAuthenticationToken',
    'the request is not signed; sign it with AWS Signature Version 4 and an access key of this local cloud',
  )
}

function fromHeader(authorization: string, headers: IncomingHttpHeaders): ClaimedSignature {
  const code = 'AuthorizationHeaderMalformed'
  const match = /^(\S+)\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    authorization,
  )
  const [, algorithm, credential, signedHeaders, signature] = match ?? []
  if (algorithm !== ALGORITHM || !credential || !signedHeaders || !signature) {
    throw new RequestError(code, `the Authorization header is not an ${ALGORITHM} signature`)
  }
  const longDate = headers['x-amz-date']
  return {
    ...parseScope(credential, code),
    longDate: checkDate(typeof longDate === 'string' ? longDate : undefined, code),
    signedHeaders: new Set(signedHeaders.split(';')),
    signature,
    expiresSeconds: undefined,
  }
}

function fromQuery(query: ReadonlyMap<string, string>): ClaimedSignature {
  const code = 'AuthorizationQueryParametersError'
  const signedHeaders = query.get('X-Amz-SignedHeaders') ?? ''
  const signature = query.get('X-Amz-Signature') ?? ''
  const expiresSeconds = Number(query.get('X-Amz-Expires'))
  if (query.get('X-Amz-Algorithm') !== ALGORITHM || signedHeaders === '' || signature === '') {
    throw new RequestError(code, `the presigned URL is not an ${ALGORITHM} signature`)
  }
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > WEEK_SECONDS) {
    throw new RequestError(code, `X-Amz-Expires must be between 1 and ${WEEK_SECONDS} seconds`)
  }
  return {
    ...parseScope(query.get('X-Amz-Credential') ?? '', code),
    longDate: checkDate(query.get('X-Amz-Date'), code),
    signedHeaders: new Set(signedHeaders.split(';')),
    signature,
    expiresSeconds,
  }
}

function parseScope(
  credential: string,
  code: RequestErrorCode,
): Pick<ClaimedSignature, 'accessKeyId' | 'shortDate' | 'region' | 'service'> {
  const [accessKeyId, shortDate, region, service, terminator, ...rest] = credential.split('/')
  if (!accessKeyId || !shortDate || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw new RequestError(code, 'the credential must read <access key id>/<yyyymmdd>/<region>/<service>/aws4_request')
  }
  return { accessKeyId, shortDate, region, service }
}

function checkDate(longDate: string | undefined, code: RequestErrorCode): string {
  if (longDate !== undefined && /^\d{8}T\d{6}Z$/.test(longDate)) return longDate
  throw new RequestError(code, 'X-Amz-Date must be present and read yyyymmddThhmmssZ')
}

/** Milliseconds since the epoch of a `yyyymmddThhmmssZ` date. */
export function dateOf(longDate: string): number {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(longDate) ?? []
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}
