import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts'
import type { S3Call } from './call.ts'
import { completeUpload } from './complete.ts'
import { deleteObject, deleteObjects } from './deletes.ts'
import { S3Error } from './errors.ts'
import { listObjects } from './listing.ts'
import { abortUpload, createUpload, uploadPart, uploadPartCopy } from './multipart.ts'
import { getObject, getObjectTagging } from './reads.ts'
import { listParts, listUploads } from './upload-listing.ts'
import { copyObject, putObject } from './writes.ts'

interface Operation {
  readonly scope: 'service' | 'bucket' | 'object'
  readonly method: string
  /** Query names that choose this operation. */
  readonly with?: readonly string[]
  /** A header that chooses this operation. */
  readonly header?: string
  /** Other query names that it understands. */
  readonly also?: readonly string[]
  readonly run: (call: S3Call) => Promise<void>
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]
const PAGING = ['prefix', 'delimiter', 'encoding-type']
const LIST = [...PAGING, 'start-after', 'continuation-token', 'max-keys', 'fetch-owner']
const UPLOADS = [...PAGING, 'key-marker', 'upload-id-marker', 'max-uploads']
const READ = OVERRIDES.map((name) => `response-${name}`)
const COPY = 'x-amz-copy-source'

/** Of several that fit, the first is meant. */
const OPERATIONS: readonly Operation[] = [
  { scope: 'service', method: 'GET', also: ['max-buckets', 'prefix'], run: listBuckets },
  { scope: 'bucket', method: 'PUT', run: createBucket },
  { scope: 'bucket', method: 'HEAD', run: headBucket },
  { scope: 'bucket', method: 'DELETE', run: deleteBucket },
  { scope: 'bucket', method: 'GET', with: ['list-type'], also: LIST, run: listObjects },
  { scope: 'bucket', method: 'GET', with: ['location'], run: getBucketLocation },
  { scope: 'bucket', method: 'GET', with: ['uploads'], also: UPLOADS, run: listUploads },
  { scope: 'bucket', method: 'POST', with: ['delete'], run: deleteObjects },
  { scope: 'object', method: 'GET', with: ['tagging'], run: getObjectTagging },
  { scope: 'object', method: 'GET', with: ['uploadId'], also: ['max-parts', 'part-number-marker'], run: listParts },
  { scope: 'object', method: 'GET', also: READ, run: getObject },
  { scope: 'object', method: 'HEAD', also: READ, run: getObject },
  { scope: 'object', method: 'PUT', with: ['uploadId', 'partNumber'], header: COPY, run: uploadPartCopy },
  { scope: 'object', method: 'PUT', with: ['uploadId', 'partNumber'], run: uploadPart },
  { scope: 'object', method: 'PUT', header: COPY, run: copyObject },
  { scope: 'object', method: 'PUT', run: putObject },
  { scope: 'object', method: 'POST', with: ['uploads'], run: createUpload },
  { scope: 'object', method: 'POST', with: ['uploadId'], run: completeUpload },
  { scope: 'object', method: 'DELETE', with: ['uploadId'], run: abortUpload },
  { scope: 'object', method: 'DELETE', run: deleteObject },
]

/**
 * Chooses what a request does. A query name that the operation does not know is refused, because ignoring it (`versionId`,
 * `acl`, ...) would do something else than was asked.
 * @throws S3Error MethodNotAllowed or NotImplemented
 */
export function findOperation(call: S3Call): (call: S3Call) => Promise<void> {
  const scope = call.bucketName === '' ? 'service' : call.key === '' ? 'bucket' : 'object'
  const method = call.request.method ?? 'GET'
  const possible = OPERATIONS.filter((operation) => operation.scope === scope && operation.method === method)
  if (possible.length === 0) {
    throw new S3Error(
      'MethodNotAllowed',
      `The specified method is not allowed against this resource: ${method} of a ${scope}`,
    )
  }
  const names = [...call.query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name))
  const found = possible.find(({ with: needed = [], also = [], header }) => {
    const known = names.every((name) => needed.includes(name) || also.includes(name))
    return (
      known &&
      needed.every((name) => call.query.has(name)) &&
      (header === undefined || call.header(header) !== undefined)
    )
  })
  if (found !== undefined) return found.run
  const asked = names.length === 0 ? 'no query (a listing must be ListObjectsV2)' : `the query ${names.join(', ')}`
  throw new S3Error('NotImplemented', `the local S3 does not know ${method} of a ${scope} with ${asked}`)
}
