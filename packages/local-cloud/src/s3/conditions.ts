import type { IncomingHttpHeaders } from 'node:http'
import { S3Error } from './errors.ts'
import type { ObjectRecord } from './records.ts'

/**
 * Judges `If-None-Match: *` and `If-Match` of a write or a delete against the object that is there at the moment of the write.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 * @throws S3Error PreconditionFailed, NoSuchKey (If-Match without an object) or NotImplemented
 */
export function checkWrite(headers: IncomingHttpHeaders, key: string, current: ObjectRecord | undefined): void {
  const ifNoneMatch = headers['if-none-match']
  const ifMatch = headers['if-match']
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', 'If-None-Match of a write can only be "*"')
  }
  if (ifNoneMatch !== undefined && current !== undefined) {
    throw new S3Error(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold: If-None-Match',
    )
  }
  if (ifMatch === undefined) return
  if (current === undefined)
    throw new S3Error('NoSuchKey', `If-Match was sent and there is no object with the key "${key}"`)
  if (!matches(ifMatch, current.etag)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold: If-Match')
  }
}

/** Names of the four conditional headers of a read. A copy has its own for the source. */
export interface ReadConditions {
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
  readonly ifUnmodifiedSince: string | undefined
}

/** The conditions of a GET or HEAD. */
export function readConditions(headers: IncomingHttpHeaders): ReadConditions {
  return {
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    ifUnmodifiedSince: headers['if-unmodified-since'],
  }
}

/** The conditions that a copy puts on its source. */
export function copySourceConditions(headers: IncomingHttpHeaders): ReadConditions {
  const value = (name: string): string | undefined => {
    const header = headers[`x-amz-copy-source-${name}`]
    return header === undefined ? undefined : String(header)
  }
  return {
    ifMatch: value('if-match'),
    ifNoneMatch: value('if-none-match'),
    ifModifiedSince: value('if-modified-since'),
    ifUnmodifiedSince: value('if-unmodified-since'),
  }
}

/**
 * Judges the conditions of a read; an ETag condition outranks the date of the same direction.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (section on conditional headers)
 */
export function judgeRead(conditions: ReadConditions, record: ObjectRecord): 'ok' | 'not-modified' | 'failed' {
  const modified = Math.floor(record.lastModified / 1000) * 1000
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, record.etag)) return 'failed'
  } else if (ifUnmodifiedSince !== undefined && modified > Date.parse(ifUnmodifiedSince)) return 'failed'
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, record.etag) ? 'not-modified' : 'ok'
  if (ifModifiedSince !== undefined && modified <= Date.parse(ifModifiedSince)) return 'not-modified'
  return 'ok'
}

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((value) => value.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((value) => value === '*' || value === etag)
}
