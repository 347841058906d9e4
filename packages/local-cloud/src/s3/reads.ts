import { pipeline } from 'node:stream/promises'
import { element } from '../http/xml.ts'
import { checksumHeaders, type S3Call } from './call.ts'
import { judgeRead, readConditions } from './conditions.ts'
import { S3Error } from './errors.ts'
import { parseRange } from './range.ts'
import type { ObjectRecord } from './records.ts'

/** GetObject and HeadObject: the same headers, with and without the bytes. */
export async function getObject(call: S3Call): Promise<void> {
  await call.allow('s3:GetObject')
  const { bucket } = call
  const record = bucket.index.get(call.key)
  if (record === undefined) throw await call.noSuchKey()
  // Nothing is awaited between looking the record up and holding its files.
  await bucket.data.hold(record.segments, () => answer(call, record))
}

/** GetObjectTagging: tags are not stored, so the set is empty. */
export async function getObjectTagging(call: S3Call): Promise<void> {
  await call.allow('s3:GetObjectTagging')
  if (call.bucket.index.get(call.key) === undefined) throw await call.noSuchKey()
  call.sendXml('Tagging', [element('TagSet', [])])
}

async function answer(call: S3Call, record: ObjectRecord): Promise<void> {
  const judged = judgeRead(readConditions(call.headers), record)
  if (judged === 'failed') {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  }
  if (judged === 'not-modified') return call.send(304, identity(record))
  const range = parseRange(call.header('range'), record.size)
  const { start, end } = range ?? { start: 0, end: record.size - 1 }
  const headers: Record<string, string> = {
    ...record.headers,
    ...identity(record),
    ...overrides(call),
    'accept-ranges': 'bytes',
    'content-length': String(end - start + 1),
  }
  if (range !== undefined) headers['content-range'] = `bytes ${start}-${end}/${record.size}`
  else if (call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED')
    Object.assign(headers, checksumHeaders(record.checksum))
  call.response.writeHead(range === undefined ? 200 : 206, headers)
  if (call.request.method === 'HEAD') return void call.response.end()
  await pipeline(call.bucket.data.read(record.segments, start, end), call.response)
}

function identity(record: ObjectRecord): Record<string, string> {
  return { etag: `"${record.etag}"`, 'last-modified': new Date(record.lastModified).toUTCString() }
}

/** `?response-content-type=...` and its like, with which a presigned URL sets the headers of its answer. */
function overrides(call: S3Call): Record<string, string> {
  const found = [...call.query].filter(([name]) => name.startsWith('response-'))
  return Object.fromEntries(found.map(([name, value]) => [name.slice('response-'.length), value]))
}
