import { element, text } from '../http/xml.ts'
import type { S3Call } from './call.ts'
import { checksumElement } from './checksums.ts'
import { compareUtf8 } from './key-index.ts'
import { keyEncoder, parseCount } from './listing.ts'
import { uploadId } from './multipart.ts'

const MAX_ENTRIES = 1000

/** ListParts, in the order of part numbers. */
export async function listParts(call: S3Call): Promise<void> {
  await call.allow('s3:ListMultipartUploadParts')
  const upload = call.bucket.uploads.get(call.key, uploadId(call))
  const maxParts = parseCount(call.query, 'max-parts', MAX_ENTRIES)
  const marker = parseCount(call.query, 'part-number-marker', Number.MAX_SAFE_INTEGER)
  const after = call.query.has('part-number-marker') ? marker : 0
  const rest = [...upload.parts.values()].filter((part) => part.number > after).sort((a, b) => a.number - b.number)
  const page = rest.slice(0, maxParts)
  call.sendXml('ListPartsResult', [
    text('Bucket', call.bucketName),
    text('Key', call.key),
    text('UploadId', upload.record.id),
    text('PartNumberMarker', after),
    text('NextPartNumberMarker', page.at(-1)?.number ?? after),
    text('MaxParts', maxParts),
    text('IsTruncated', page.length < rest.length),
    text('StorageClass', 'STANDARD'),
    ...page.map((part) =>
      element('Part', [
        text('PartNumber', part.number),
        text('LastModified', new Date(part.lastModified).toISOString()),
        text('ETag', `"${part.etag}"`),
        text('Size', part.segment.size),
        ...(part.checksum ? [text(checksumElement(part.checksum.algorithm), part.checksum.value)] : []),
      ]),
    ),
  ])
}

/** ListMultipartUploads, by key and then by age; this is how forgotten uploads are found. */
export async function listUploads(call: S3Call): Promise<void> {
  const { query } = call
  await call.allow('s3:ListBucketMultipartUploads')
  const prefix = query.get('prefix') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = query.get('upload-id-marker') ?? ''
  const maxUploads = parseCount(query, 'max-uploads', MAX_ENTRIES)
  const name = keyEncoder(query)
  const sorted = call.bucket.uploads
    .list()
    .map(({ record }) => record)
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => compareUtf8(a.key, b.key))
  const marked = sorted.findIndex((record) => record.key === keyMarker && record.id === idMarker)
  const rest = marked >= 0 ? sorted.slice(marked + 1) : sorted.filter(({ key }) => compareUtf8(key, keyMarker) > 0)
  const page = rest.slice(0, maxUploads)
  const last = page.at(-1)
  call.sendXml('ListMultipartUploadsResult', [
    text('Bucket', call.bucketName),
    text('Prefix', name(prefix)),
    text('KeyMarker', name(keyMarker)),
    text('UploadIdMarker', idMarker),
    text('MaxUploads', maxUploads),
    text('IsTruncated', page.length < rest.length),
    ...(last ? [text('NextKeyMarker', name(last.key)), text('NextUploadIdMarker', last.id)] : []),
    ...page.map((record) =>
      element('Upload', [
        text('Key', name(record.key)),
        text('UploadId', record.id),
        text('Initiated', new Date(record.initiated).toISOString()),
        text('StorageClass', 'STANDARD'),
      ]),
    ),
  ])
}
