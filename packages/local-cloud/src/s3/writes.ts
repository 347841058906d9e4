import { text } from '../http/xml.ts'
import { checksumHeaders, type S3Call } from './call.ts'
import { checkWrite } from './conditions.ts'
import { findSource, sourceBytes } from './copy-source.ts'
import { checksumElement, parseAlgorithm } from './checksums.ts'
import type { ByteFacts } from './digests.ts'
import { S3Error } from './errors.ts'
import type { ObjectRecord, Segment } from './records.ts'
import { storedHeaders } from './stored-headers.ts'

/** PutObject, also conditional. */
export async function putObject(call: S3Call): Promise<void> {
  await allowWrite(call)
  const headers = storedHeaders(call)
  // Judged here to spare the upload, and again when the object is committed, where it counts.
  checkWrite(call.headers, call.key, call.bucket.index.get(call.key))
  const body = call.body()
  const record = await store(call, body.chunks(), headers, () => body.facts)
  call.send(200, { etag: `"${record.etag}"`, ...checksumHeaders(record.checksum) })
}

/** CopyObject: the bytes are read and written again, so that ETag and checksum are those of one whole object. */
export async function copyObject(call: S3Call): Promise<void> {
  const source = await findSource(call)
  await allowWrite(call)
  const replace = call.header('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE'
  if (source.bucket.name === call.bucketName && source.record.key === call.key && !replace) {
    throw new S3Error('InvalidRequest', 'an object can be copied to itself only with changed metadata')
  }
  const headers = replace ? storedHeaders(call) : source.record.headers
  const named = call.header('x-amz-checksum-algorithm')
  const algorithm = named === undefined ? source.record.checksum?.algorithm : parseAlgorithm(named)
  const { segments, size } = source.record
  const record = await source.bucket.data.hold(segments, () => {
    const bytes = sourceBytes(source.bucket.data.read(segments, 0, size - 1), algorithm)
    return store(call, bytes.chunks, headers, bytes.facts)
  })
  call.sendXml('CopyObjectResult', [
    text('LastModified', new Date(record.lastModified).toISOString()),
    text('ETag', `"${record.etag}"`),
    ...(record.checksum ? [text(checksumElement(record.checksum.algorithm), record.checksum.value)] : []),
  ])
}

/** S3 asks for both permissions when a write depends on the ETag that is there. */
export async function allowWrite(call: S3Call): Promise<void> {
  await call.allow('s3:PutObject')
  if (call.headers['if-match'] !== undefined) await call.allow('s3:GetObject')
}

async function store(
  call: S3Call,
  chunks: AsyncIterable<Buffer>,
  headers: Record<string, string>,
  facts: () => ByteFacts,
): Promise<ObjectRecord> {
  const { bucket } = call
  const segment: Segment = await bucket.data.write(chunks)
  try {
    const { md5, size, checksum } = facts()
    const record = { key: call.key, etag: md5, size, lastModified: Date.now(), headers, checksum, segments: [segment] }
    await bucket.commit(record, (current) => checkWrite(call.headers, call.key, current))
    return record
  } catch (error) {
    await bucket.data.remove([segment])
    throw error
  }
}
