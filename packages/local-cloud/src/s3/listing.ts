import { element, text } from '../http/xml.ts'
import type { S3Call } from './call.ts'
import { S3Error } from './errors.ts'
import { decodePosition, encodePosition, type ListPosition, listPage } from './list-page.ts'
import type { ObjectRecord } from './records.ts'

const MAX_KEYS = 1000

/** ListObjectsV2. */
export async function listObjects(call: S3Call): Promise<void> {
  const { query, bucketName } = call
  await call.allow('s3:ListBucket')
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const maxKeys = parseCount(query, 'max-keys', MAX_KEYS)
  const name = keyEncoder(query)
  const page = listPage(call.bucket.index, { prefix, delimiter, after: positionOf(query), maxKeys })
  const echoed = ['continuation-token', 'start-after', 'encoding-type'].flatMap((parameter) => {
    const value = query.get(parameter)
    if (value === undefined) return []
    return [text(ECHOED[parameter] ?? parameter, parameter === 'start-after' ? name(value) : value)]
  })
  call.sendXml('ListBucketResult', [
    text('Name', bucketName),
    text('Prefix', name(prefix)),
    ...(delimiter === '' ? [] : [text('Delimiter', name(delimiter))]),
    text('MaxKeys', maxKeys),
    text('KeyCount', page.contents.length + page.commonPrefixes.length),
    text('IsTruncated', page.next !== undefined),
    ...echoed,
    ...(page.next === undefined ? [] : [text('NextContinuationToken', encodePosition(page.next))]),
    ...page.contents.map((record) => contents(record, name)),
    ...page.commonPrefixes.map((commonPrefix) => element('CommonPrefixes', [text('Prefix', name(commonPrefix))])),
  ])
}

const ECHOED: Readonly<Record<string, string>> = {
  'continuation-token': 'ContinuationToken',
  'start-after': 'StartAfter',
  'encoding-type': 'EncodingType',
}

/** A count in the query, at most `limit`, which is also the default. @throws S3Error InvalidArgument */
export function parseCount(query: ReadonlyMap<string, string>, name: string, limit: number): number {
  const value = query.get(name)
  if (value === undefined || value === '') return limit
  const count = Number(value)
  if (!Number.isInteger(count) || count < 0)
    throw new S3Error('InvalidArgument', `${name} must be a whole number, found "${value}"`)
  return Math.min(count, limit)
}

/** How keys are written: as they are, or percent-encoded with `encoding-type=url`. @throws S3Error InvalidArgument */
export function keyEncoder(query: ReadonlyMap<string, string>): (key: string) => string {
  const type = query.get('encoding-type')
  if (type === undefined || type === '') return (key) => key
  if (type !== 'url') throw new S3Error('InvalidArgument', `encoding-type can only be "url", found "${type}"`)
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/')
}

function positionOf(query: ReadonlyMap<string, string>): ListPosition | undefined {
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after')
  if (token === undefined) return startAfter === undefined || startAfter === '' ? undefined : { key: startAfter }
  const position = decodePosition(token)
  if (position === undefined) throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  return position
}

function contents(record: ObjectRecord, name: (key: string) => string): string {
  const { checksum } = record
  return element('Contents', [
    text('Key', name(record.key)),
    text('LastModified', new Date(record.lastModified).toISOString()),
    text('ETag', `"${record.etag}"`),
    ...(checksum ? [text('ChecksumAlgorithm', checksum.algorithm), text('ChecksumType', checksum.type)] : []),
    text('Size', record.size),
    text('StorageClass', 'STANDARD'),
  ])
}
