import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET, type S3Fixture, startS3 } from './s3-fixture.ts'

let s3: S3Fixture
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3[Symbol.asyncDispose]())

const content = randomBytes(150_000)
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

async function put(
  key: string,
  Body: Exclude<PutObjectCommandInput['Body'], undefined>,
  more: Partial<PutObjectCommandInput> = {},
) {
  return s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body, ...more }))
}
async function get(key: string, more: Partial<GetObjectCommandInput> = {}) {
  const found = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key, ...more }))
  return { ...found, bytes: Buffer.from((await found.Body?.transformToByteArray()) ?? []) }
}

describe('put and get', () => {
  test('of a buffer return the bytes, ETag, type and metadata', async () => {
    const stored = await put('a/b.bin', content, {
      ContentType: 'application/x-part',
      Metadata: { run: '42' },
      CacheControl: 'no-store',
    })
    expect(stored.ETag).toBe(`"${md5(content)}"`)
    const found = await get('a/b.bin')
    expect(found.bytes.equals(content)).toBe(true)
    expect(found).toMatchObject({
      ETag: stored.ETag,
      ContentType: 'application/x-part',
      Metadata: { run: '42' },
      CacheControl: 'no-store',
      ContentLength: content.length,
      AcceptRanges: 'bytes',
    })
    expect(Math.abs(Date.now() - (found.LastModified?.getTime() ?? 0))).toBeLessThan(10_000)
  })

  test('of a stream, sent in aws-chunked framing, keep the framing out of the object', async () => {
    const body = Readable.from([content.subarray(0, 70_001), content.subarray(70_001)])
    await put('stream', body, { ContentLength: content.length })
    const found = await get('stream')
    expect(found.bytes.equals(content)).toBe(true)
    expect([found.ContentEncoding, found.ContentType]).toEqual([undefined, 'application/octet-stream'])
  })

  test('of a gzip stream keep its own encoding', async () => {
    const body = gzipSync('rows')
    await put('rows.gz', Readable.from([body]), { ContentLength: body.length, ContentEncoding: 'gzip' })
    expect((await get('rows.gz')).ContentEncoding).toBe('gzip')
  })

  test('of no bytes at all', async () => {
    await put('empty', '', { ContentLength: 0 })
    expect(await get('empty')).toMatchObject({ ContentLength: 0, ETag: `"${md5(Buffer.alloc(0))}"` })
  })

  test('again replace the object, and leave one file', async () => {
    await put('again', 'first')
    const before = (await s3.files('data')).length
    await put('again', 'second')
    expect((await get('again')).bytes.toString()).toBe('second')
    expect(await s3.files('data')).toHaveLength(before)
  })

  test('fails when the key is longer than 1024 bytes or the metadata longer than 2 KB', async () => {
    await expect(put('k'.repeat(1025), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' })
    await expect(put('meta', 'x', { Metadata: { a: 'v'.repeat(2048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    })
  })
})

describe('keys', () => {
  const odd = [
    'a b+c=d%20e.txt',
    'ü✓/𝒳',
    'a//b',
    'a',
    'a/b',
    '../../etc/passwd',
    '/',
    '..',
    './x',
    'con\r\nrol\u0001',
    'k'.repeat(1024),
    '\u00e9',
    'e\u0301',
  ]

  test('of any characters are kept apart and stay inside the folder', async () => {
    const before = (await s3.files('objects')).length
    for (const key of odd) await put(key, key)
    for (const key of odd) expect((await get(key)).bytes.toString()).toBe(key)
    expect(await s3.files('objects')).toHaveLength(before + odd.length)
    const clean = odd.filter((key) => !key.includes('\u0001'))
    const input = { Bucket: BUCKET, Delete: { Objects: clean.map((Key) => ({ Key })) } }
    const { Deleted = [], Errors } = await s3.client.send(new DeleteObjectsCommand(input))
    expect([Deleted.map(({ Key }) => Key), Errors]).toEqual([clean, undefined])
    await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'con\r\nrol\u0001' }))
    expect(await s3.files('objects')).toHaveLength(before)
  })
})

describe('ranges', () => {
  test.each([
    ['bytes=100-199', 100, 200],
    ['bytes=-8', 149_992, 150_000],
    ['bytes=149990-999999', 149_990, 150_000],
    ['bytes=65530-65550', 65_530, 65_551],
  ])('%s', async (Range, start, end) => {
    await put('ranged', content)
    const found = await get('ranged', { Range })
    expect(found.bytes.equals(content.subarray(start, end))).toBe(true)
    expect(found.ContentRange).toBe(`bytes ${start}-${end - 1}/150000`)
    expect(found.$metadata.httpStatusCode).toBe(206)
  })

  test('fails when no byte is in it', async () => {
    await put('ranged', content)
    await expect(get('ranged', { Range: 'bytes=150000-' })).rejects.toMatchObject({ name: 'InvalidRange' })
  })
})

describe('conditional reads', () => {
  test('by ETag and by date, of GET and HEAD', async () => {
    const { ETag = '' } = await put('conditional', 'x')
    const head = (more: object) =>
      s3.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'conditional', ...more }))
    const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })
    expect(await head({ IfMatch: ETag })).toMatchObject({ ContentLength: 1 })
    await expect(head({ IfMatch: '"x"' })).rejects.toMatchObject(status(412))
    await expect(head({ IfNoneMatch: ETag })).rejects.toMatchObject(status(304))
    await expect(get('conditional', { IfNoneMatch: ETag })).rejects.toMatchObject(status(304))
    await expect(get('conditional', { IfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await expect(get('conditional', { IfModifiedSince: new Date(Date.now() + 5000) })).rejects.toMatchObject(
      status(304),
    )
    await expect(get('conditional', { IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject(status(412))
  })
})

describe('copy', () => {
  test('takes bytes and metadata, or new metadata', async () => {
    await put('from/ü 1', content, { Metadata: { a: '1' }, ContentType: 'text/x' })
    const CopySource = `${BUCKET}/${encodeURIComponent('from/ü 1')}`
    const copied = await s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'to', CopySource }))
    expect(copied.CopyObjectResult?.ETag).toBe(`"${md5(content)}"`)
    const found = await get('to')
    expect([found.bytes.equals(content), found.Metadata, found.ContentType]).toEqual([true, { a: '1' }, 'text/x'])
    const replace = { MetadataDirective: 'REPLACE', Metadata: { b: '2' } } as const
    await s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'from/ü 1', CopySource, ...replace }))
    const replaced = await get('from/ü 1')
    expect([replaced.bytes.equals(content), replaced.Metadata]).toEqual([true, { b: '2' }])
  })

  test('fails when the source is missing, changed, or the object itself without a change', async () => {
    await put('self', 'x')
    const copy = (source: string, more: object = {}) =>
      s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'self', CopySource: `${BUCKET}/${source}`, ...more }))
    await expect(copy('missing')).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(copy('self')).rejects.toMatchObject({ name: 'InvalidRequest' })
    await expect(copy('self', { CopySourceIfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  })
})

describe('presigned', () => {
  test('GET gives the object, with the headers that the URL sets', async () => {
    await put('signed', content)
    const command = new GetObjectCommand({ Bucket: BUCKET, Key: 'signed', ResponseContentType: 'text/csv' })
    const response = await fetch(await getSignedUrl(s3.client, command, { expiresIn: 60 }))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv'])
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true)
  })

  test('PUT stores the object, with the metadata that the URL carries', async () => {
    const command = new PutObjectCommand({ Bucket: BUCKET, Key: 'signed-put', Metadata: { by: 'url' } })
    const url = await getSignedUrl(s3.client, command, { expiresIn: 60 })
    expect((await fetch(url, { method: 'PUT', body: 'hello' })).status).toBe(200)
    expect(await get('signed-put')).toMatchObject({ bytes: Buffer.from('hello'), Metadata: { by: 'url' } })
  })

  test('fails when the URL was changed to another key', async () => {
    const url = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: BUCKET, Key: 'signed' }), {
      expiresIn: 60,
    })
    const response = await fetch(url.replace('/signed?', '/again?'))
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('SignatureDoesNotMatch')])
  })
})

describe('what is not there', () => {
  test('fails when the object or the bucket is missing', async () => {
    await expect(get('missing')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } })
    const head = s3.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'missing' }))
    await expect(head).rejects.toMatchObject({ name: 'NotFound' })
    const elsewhere = s3.client.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'k' }))
    await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchBucket' })
  })

  test('a delete succeeds, and tags are an empty set', async () => {
    await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'missing' }))
    await put('tagged', 'x')
    const tags = await s3.client.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: 'tagged' }))
    expect(tags.TagSet).toEqual([])
  })

  test('fails when an operation is not known here, saying which', async () => {
    await put('versioned', 'x')
    await expect(get('versioned', { VersionId: '1' })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('versionId'),
    })
  })
})
