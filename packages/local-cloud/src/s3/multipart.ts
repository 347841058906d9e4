import { text } from '../http/xml.ts'
import type { S3Call } from './call.ts'
import { type ChecksumAlgorithm, checksumElement, checksumHeader, parseAlgorithm } from './checksums.ts'
import { findSource, sourceBytes } from './copy-source.ts'
import type { ByteFacts } from './digests.ts'
import { S3Error } from './errors.ts'
import { parseRange } from './range.ts'
import type { PartRecord } from './records.ts'
import { storedHeaders } from './stored-headers.ts'
import { allowWrite } from './writes.ts'

const MAX_PART_NUMBER = 10_000

/** CreateMultipartUpload. */
export async function createUpload(call: S3Call): Promise<void> {
  await allowWrite(call)
  const headers = storedHeaders(call)
  const named = call.header('x-amz-checksum-algorithm')
  const algorithm = named === undefined ? undefined : parseAlgorithm(named)
  const checksumType = checksumTypeOf(algorithm, call.header('x-amz-checksum-type'))
  const record = await call.bucket.uploads.create({ key: call.key, headers, algorithm, checksumType })
  call.sendXml(
    'InitiateMultipartUploadResult',
    [text('Bucket', call.bucketName), text('Key', call.key), text('UploadId', record.id)],
    algorithm === undefined ? {} : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': checksumType },
  )
}

/** UploadPart. */
export async function uploadPart(call: S3Call): Promise<void> {
  await call.allow('s3:PutObject')
  const { algorithm } = call.bucket.uploads.get(call.key, uploadId(call)).record
  const body = call.body(algorithm)
  const part = await storePart(call, body.chunks(), () => {
    const found = body.facts.checksum?.algorithm
    if (algorithm === undefined || found === algorithm) return body.facts
    throw new S3Error('InvalidRequest', `the upload was created for ${algorithm} and the part has ${found}`)
  })
  call.send(200, { etag: `"${part.etag}"`, ...partChecksum(part) })
}

/** UploadPartCopy: a part from an object, or from a range of one. */
export async function uploadPartCopy(call: S3Call): Promise<void> {
  const source = await findSource(call)
  await call.allow('s3:PutObject')
  const { algorithm } = call.bucket.uploads.get(call.key, uploadId(call)).record
  const { segments, size } = source.record
  const header = call.header('x-amz-copy-source-range')
  const range = parseRange(header, size)
  if (header !== undefined && range === undefined) {
    throw new S3Error('InvalidArgument', `x-amz-copy-source-range must read bytes=<first>-<last>, found "${header}"`)
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const part = await source.bucket.data.hold(segments, () => {
    const bytes = sourceBytes(source.bucket.data.read(segments, start, end), algorithm)
    return storePart(call, bytes.chunks, bytes.facts)
  })
  call.sendXml('CopyPartResult', [
    text('LastModified', new Date(part.lastModified).toISOString()),
    text('ETag', `"${part.etag}"`),
    ...(part.checksum ? [text(checksumElement(part.checksum.algorithm), part.checksum.value)] : []),
  ])
}

/** AbortMultipartUpload. */
export async function abortUpload(call: S3Call): Promise<void> {
  await call.allow('s3:AbortMultipartUpload')
  await call.bucket.uploads.abort(call.key, uploadId(call))
  call.send(204)
}

/** The upload that the query names. */
export function uploadId(call: S3Call): string {
  return call.query.get('uploadId') ?? ''
}

/** The checksum header of a part; a part has no checksum type of its own. */
function partChecksum({ checksum }: PartRecord): Record<string, string> {
  return checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value }
}

async function storePart(call: S3Call, chunks: AsyncIterable<Buffer>, facts: () => ByteFacts): Promise<PartRecord> {
  const { data, uploads } = call.bucket
  const number = Number(call.query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
    throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`)
  }
  const segment = await data.write(chunks)
  try {
    const { md5, checksum } = facts()
    const part = { number, etag: md5, lastModified: Date.now(), checksum, segment }
    await uploads.putPart(call.key, uploadId(call), part)
    return part
  } catch (error) {
    await data.remove([segment])
    throw error
  }
}

/**
 * CRC64NVME is always of the full object, SHA always composite, CRC32 and CRC32C composite unless asked otherwise.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
function checksumTypeOf(
  algorithm: ChecksumAlgorithm | undefined,
  asked: string | undefined,
): 'FULL_OBJECT' | 'COMPOSITE' {
  const type = asked ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  const refused = algorithm === 'CRC64NVME' ? 'COMPOSITE' : algorithm?.startsWith('SHA') ? 'FULL_OBJECT' : undefined
  if ((type !== 'FULL_OBJECT' && type !== 'COMPOSITE') || type === refused) {
    throw new S3Error('InvalidRequest', `the checksum type ${type} cannot be used with ${algorithm ?? 'no algorithm'}`)
  }
  return type
}
