import { createHash } from 'node:crypto'
import { text } from '../http/xml.ts'
import { readText } from './body.ts'
import type { S3Call } from './call.ts'
import { type Checksum, type ChecksumAlgorithm, checksumElement, checksumHeader, startChecksum } from './checksums.ts'
import { checkWrite } from './conditions.ts'
import type { DataFiles } from './data-files.ts'
import { S3Error } from './errors.ts'
import { uploadId } from './multipart.ts'
import { type CompletedPart, parseComplete } from './parse-xml.ts'
import type { ObjectRecord, PartRecord } from './records.ts'
import type { Upload } from './uploads.ts'
import { allowWrite } from './writes.ts'

/** 10 000 parts, each with its number, ETag and checksum. */
const MAX_COMPLETE_BYTES = 8 * 1024 * 1024
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: every part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024

/**
 * CompleteMultipartUpload, also conditional. The parts' files become the object's as they are: completing writes one small
 * record, whatever the size. When a condition fails, the upload stays unfinished.
 */
export async function completeUpload(call: S3Call): Promise<void> {
  await allowWrite(call)
  const { bucket, key } = call
  bucket.uploads.get(key, uploadId(call))
  const listed = parseComplete(await readText(call.plainBody(), MAX_COMPLETE_BYTES))
  let record: ObjectRecord | undefined
  await bucket.uploads.complete(key, uploadId(call), async (upload) => {
    checkWrite(call.headers, key, bucket.index.get(key))
    const parts = chooseParts(upload, listed)
    record = await assemble(call, upload, parts)
    await bucket.commit(record, (current) => checkWrite(call.headers, key, current))
    return new Set(parts.map((part) => part.number))
  })
  const { etag = '', checksum } = record ?? {}
  call.sendXml('CompleteMultipartUploadResult', [
    text('Location', `http://${call.header('host') ?? ''}/${bucket.name}/${encodeURIComponent(key)}`),
    text('Bucket', bucket.name),
    text('Key', key),
    text('ETag', `"${etag}"`),
    ...(checksum
      ? [text(checksumElement(checksum.algorithm), checksum.value), text('ChecksumType', checksum.type)]
      : []),
  ])
}

/** @throws S3Error InvalidPartOrder, InvalidPart or EntityTooSmall */
function chooseParts(upload: Upload, listed: readonly CompletedPart[]): PartRecord[] {
  const unordered = listed.findIndex(({ number }, at) => at > 0 && number <= (listed[at - 1]?.number ?? 0))
  if (unordered >= 0) {
    throw new S3Error('InvalidPartOrder', `The list of parts was not in ascending order at position ${unordered + 1}`)
  }
  return listed.map(({ number, etag, given }, at) => {
    const part = upload.parts.get(number)
    const checksum = part?.checksum && given[checksumElement(part.checksum.algorithm)]
    if (part === undefined || part.etag !== etag || (checksum !== undefined && checksum !== part.checksum?.value)) {
      throw new S3Error('InvalidPart', `part ${number} was not uploaded, or its ETag or checksum is another`)
    }
    if (at < listed.length - 1 && part.segment.size < MIN_PART_BYTES) {
      throw new S3Error(
        'EntityTooSmall',
        `part ${number} has ${part.segment.size} bytes; all but the last need ${MIN_PART_BYTES}`,
      )
    }
    return part
  })
}

async function assemble(call: S3Call, upload: Upload, parts: readonly PartRecord[]): Promise<ObjectRecord> {
  const size = parts.reduce((sum, part) => sum + part.segment.size, 0)
  const declared = call.header('x-amz-mp-object-size')
  if (declared !== undefined && Number(declared) !== size) {
    throw new S3Error('InvalidRequest', `x-amz-mp-object-size is ${declared} and the parts have ${size} bytes`)
  }
  const { key, headers, algorithm, checksumType } = upload.record
  const md5s = createHash('md5')
  for (const part of parts) md5s.update(part.etag, 'hex')
  const value = algorithm && (await objectChecksum(call.bucket.data, algorithm, checksumType, parts))
  const checksum: Checksum | undefined = algorithm && value ? { algorithm, value, type: checksumType } : undefined
  const expected = algorithm && call.header(checksumHeader(algorithm))
  if (expected !== undefined && expected.replace(/-\d+$/, '') !== value?.replace(/-\d+$/, '')) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`)
  }
  const etag = `${md5s.digest('hex')}-${parts.length}`
  return { key, etag, size, lastModified: Date.now(), headers, checksum, segments: parts.map((part) => part.segment) }
}

/** COMPOSITE is a checksum of the parts' checksums; FULL_OBJECT reads all parts again. */
async function objectChecksum(
  data: DataFiles,
  algorithm: ChecksumAlgorithm,
  type: 'FULL_OBJECT' | 'COMPOSITE',
  parts: readonly PartRecord[],
): Promise<string> {
  const checksum = startChecksum(algorithm)
  if (type === 'COMPOSITE') {
    for (const part of parts) checksum.update(Buffer.from(part.checksum?.value ?? '', 'base64'))
    return `${await checksum.digest()}-${parts.length}`
  }
  const segments = parts.map((part) => part.segment)
  const size = segments.reduce((sum, segment) => sum + segment.size, 0)
  for await (const chunk of data.read(segments, 0, size - 1)) checksum.update(chunk)
  return checksum.digest()
}
