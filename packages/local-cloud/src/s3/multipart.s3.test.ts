import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type ChecksumType,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET, type S3Fixture, startS3 } from './s3-fixture.ts'

const MB = 1024 * 1024
const first = randomBytes(5 * MB)
const second = randomBytes(1000)
const whole = Buffer.concat([first, second])
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let s3: S3Fixture
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3[Symbol.asyncDispose]())

async function create(
  Key: string,
  more: { ChecksumAlgorithm?: ChecksumAlgorithm; ChecksumType?: ChecksumType } = {},
): Promise<string> {
  const { UploadId } = await s3.client.send(
    new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ContentType: 'text/x', ...more }),
  )
  return UploadId ?? ''
}

async function part(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array,
  ChecksumAlgorithm?: ChecksumAlgorithm,
): Promise<CompletedPart> {
  const input = { Bucket: BUCKET, Key, UploadId, PartNumber, Body, ChecksumAlgorithm }
  const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = await s3.client.send(new UploadPartCommand(input))
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME }
}

function complete(
  Key: string,
  UploadId: string,
  Parts: CompletedPart[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) {
  const input = { Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts }, ...more }
  return s3.client.send(new CompleteMultipartUploadCommand(input))
}

async function get(Key: string, Range?: string) {
  const found = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, Range, ChecksumMode: 'ENABLED' }))
  return { ...found, bytes: Buffer.from((await found.Body?.transformToByteArray()) ?? []) }
}

describe('a multipart upload', () => {
  test('of a stream of unknown length arrives whole', async () => {
    const chunk = randomBytes(MB)
    const chunks = Array.from({ length: 25 }, () => chunk)
    const params = { Bucket: BUCKET, Key: 'stream', Body: Readable.from(chunks) }
    await new Upload({ client: s3.client, params, partSize: 5 * MB, queueSize: 4 }).done()
    expect(sha256((await get('stream')).bytes)).toBe(sha256(Buffer.concat(chunks)))
  })

  test('takes parts in any order and again, and its ETag is made of theirs', async () => {
    const id = await create('parts')
    const last = await part('parts', id, 7, second)
    await part('parts', id, 2, randomBytes(100))
    const head = await part('parts', id, 2, first)
    const done = await complete('parts', id, [head, last])
    const md5 = createHash('md5')
    for (const bytes of [first, second]) md5.update(createHash('md5').update(bytes).digest())
    expect(done.ETag).toBe(`"${md5.digest('hex')}-2"`)
    const found = await get('parts')
    expect([found.bytes.equals(whole), found.ContentType, found.ETag]).toEqual([true, 'text/x', done.ETag])
    const across = await get('parts', `bytes=${first.length - 10}-${first.length + 9}`)
    expect(across.bytes.equals(whole.subarray(first.length - 10, first.length + 10))).toBe(true)
  })

  test('leaves out parts that are not listed, and removes their data', async () => {
    const files = (await s3.files('data')).length
    const id = await create('some')
    await part('some', id, 1, first)
    const chosen = await part('some', id, 2, second)
    await complete('some', id, [chosen])
    expect((await get('some')).bytes.equals(second)).toBe(true)
    expect(await s3.files('data')).toHaveLength(files + 1)
    expect(await s3.files('uploads')).toEqual([])
  })

  test('can copy its parts from objects and from ranges of them', async () => {
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'source', Body: whole }))
    const id = await create('copied')
    const copy = async (PartNumber: number, CopySourceRange?: string): Promise<CompletedPart> => {
      const input = {
        Bucket: BUCKET,
        Key: 'copied',
        UploadId: id,
        PartNumber,
        CopySource: `${BUCKET}/source`,
        CopySourceRange,
      }
      return { PartNumber, ETag: (await s3.client.send(new UploadPartCopyCommand(input))).CopyPartResult?.ETag }
    }
    await complete('copied', id, [await copy(1), await copy(2, 'bytes=0-9')])
    expect((await get('copied')).bytes.equals(Buffer.concat([whole, whole.subarray(0, 10)]))).toBe(true)
  })

  test('fails when parts are unknown, changed, out of order or too small', async () => {
    const id = await create('refused')
    const small = await part('refused', id, 1, second)
    const other = await part('refused', id, 2, second)
    await expect(complete('refused', id, [small, other])).rejects.toMatchObject({ name: 'EntityTooSmall' })
    await expect(complete('refused', id, [other, small])).rejects.toMatchObject({ name: 'InvalidPartOrder' })
    await expect(complete('refused', id, [{ PartNumber: 3, ETag: small.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    })
    await expect(complete('refused', id, [{ PartNumber: 1, ETag: '"0"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    })
    await expect(part('refused', id, 10_001, second)).rejects.toMatchObject({ name: 'InvalidArgument' })
    await expect(part('other-key', id, 1, second)).rejects.toMatchObject({ name: 'NoSuchUpload' })
    await complete('refused', id, [small])
    await expect(complete('refused', id, [small])).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })
})

describe('conditional completion', () => {
  test('of two uploads of one key exactly one wins, and the other stays to be aborted', async () => {
    const ids = await Promise.all([create('once'), create('once')])
    const parts = await Promise.all(ids.map((id, at) => part('once', id, 1, Buffer.from(`writer ${at}`))))
    const results = await Promise.allSettled(
      ids.map((id, at) => complete('once', id, [parts[at] ?? {}], { IfNoneMatch: '*' })),
    )
    const loser = results.findIndex(({ status }) => status === 'rejected')
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results[loser]).toMatchObject({ reason: { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } } })
    expect((await get('once')).bytes.toString()).toBe(`writer ${1 - loser}`)
    await s3.client.send(new AbortMultipartUploadCommand({ Bucket: BUCKET, Key: 'once', UploadId: ids[loser] }))
    expect((await get('once')).bytes.toString()).toBe(`writer ${1 - loser}`)
  })

  test('with If-Match replaces only what was seen', async () => {
    const { ETag } = await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'seen', Body: 'x' }))
    const id = await create('seen')
    const only = await part('seen', id, 1, second)
    await expect(complete('seen', id, [only], { IfMatch: '"0"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await complete('seen', id, [only], { IfMatch: ETag })
    expect((await get('seen')).bytes.equals(second)).toBe(true)
  })
})

describe('checksums', () => {
  test('are composite by default, of the parts', async () => {
    const id = await create('composite', { ChecksumAlgorithm: 'SHA256' })
    const parts = [await part('composite', id, 1, first, 'SHA256'), await part('composite', id, 2, second, 'SHA256')]
    const sums = Buffer.concat(parts.map((each) => Buffer.from(each.ChecksumSHA256 ?? '', 'base64')))
    const expected = `${createHash('sha256').update(sums).digest('base64')}-2`
    const done = await complete('composite', id, parts)
    expect([done.ChecksumSHA256, done.ChecksumType]).toEqual([expected, 'COMPOSITE'])
    expect((await get('composite')).ChecksumSHA256).toBe(expected)
  })

  test.each(['CRC32', 'CRC64NVME'] as const)('can be of the full object: %s', async (ChecksumAlgorithm) => {
    const field = `Checksum${ChecksumAlgorithm}` as const
    const put = await s3.client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'one', Body: whole, ChecksumAlgorithm }),
    )
    const id = await create('full', { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' })
    const parts = [
      await part('full', id, 1, first, ChecksumAlgorithm),
      await part('full', id, 2, second, ChecksumAlgorithm),
    ]
    const full = { ChecksumType: 'FULL_OBJECT', [field]: put[field] } as const
    await expect(complete('full', id, parts, { ...full, [field]: 'AAAA' })).rejects.toMatchObject({ name: 'BadDigest' })
    const done = await complete('full', id, parts, full)
    expect([done[field], done.ChecksumType]).toEqual([put[field], 'FULL_OBJECT'])
    expect((await get('full')).bytes.equals(whole)).toBe(true)
  })

  test('fails when a part has another algorithm than its upload, or the type does not exist', async () => {
    const id = await create('mixed', { ChecksumAlgorithm: 'SHA256' })
    await expect(part('mixed', id, 1, second, 'CRC32')).rejects.toMatchObject({ name: 'InvalidRequest' })
    const wrong = create('mixed', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' })
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidRequest' })
  })
})

describe('unfinished uploads', () => {
  test('are listed with their parts, in pages, and leave nothing when aborted', async () => {
    await using fresh = await startS3()
    const ids: string[] = []
    for (const Key of ['u/b', 'u/a', 'u/a', 'v']) {
      const { UploadId = '' } = await fresh.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }))
      ids.push(UploadId)
    }
    const list = (more: object) =>
      fresh.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: 'u/', ...more }))
    const page = await list({ MaxUploads: 2 })
    expect(page.Uploads?.map(({ UploadId }) => UploadId)).toEqual([ids[1], ids[2]])
    const markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    const rest = await list(markers)
    expect([page.IsTruncated, rest.IsTruncated, rest.Uploads?.map(({ Key }) => Key)]).toEqual([true, false, ['u/b']])

    const upload = { Bucket: BUCKET, Key: 'u/b', UploadId: ids[0] }
    for (const PartNumber of [3, 1, 2])
      await fresh.client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'x' }))
    const parts = await fresh.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }))
    expect([parts.Parts?.map((each) => each.PartNumber), parts.IsTruncated]).toEqual([[1, 2], true])
    const after = await fresh.client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: parts.NextPartNumberMarker }),
    )
    expect(after.Parts?.map((each) => [each.PartNumber, each.Size])).toEqual([[3, 1]])

    await fresh.client.send(new AbortMultipartUploadCommand(upload))
    expect([await fresh.files('data'), fresh.s3.usedBytes]).toEqual([[], 0])
    await expect(fresh.client.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })
})
