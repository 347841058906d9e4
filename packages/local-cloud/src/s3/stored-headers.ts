import type { S3Call } from './call.ts'
import { S3Error } from './errors.ts'

const KEPT = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires']
const USER_METADATA = 'x-amz-meta-'
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const MAX_USER_METADATA_BYTES = 2048

/**
 * The headers of a request that are stored with its object. A presigned URL carries user metadata in its query.
 * @throws S3Error MetadataTooLarge
 */
export function storedHeaders(call: S3Call): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of KEPT) {
    const value = name === 'content-encoding' ? contentEncoding(call.header(name)) : call.header(name)
    if (value !== undefined && value !== '') stored[name] = value
  }
  let bytes = 0
  for (const [name, value] of [...call.query, ...Object.entries(call.headers)]) {
    if (!name.startsWith(USER_METADATA) || value === undefined) continue
    stored[name] = String(value)
    bytes += name.length - USER_METADATA.length + String(value).length
  }
  if (bytes > MAX_USER_METADATA_BYTES) {
    throw new S3Error(
      'MetadataTooLarge',
      `user metadata may have at most ${MAX_USER_METADATA_BYTES} bytes, found ${bytes}`,
    )
  }
  return stored
}

/** `aws-chunked` is how the body travelled, not how the object is encoded. */
function contentEncoding(header: string | undefined): string | undefined {
  return header
    ?.split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked')
    .join(',')
}
