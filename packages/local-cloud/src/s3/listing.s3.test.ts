import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET, type S3Fixture, startS3 } from './s3-fixture.ts'

const COUNT = 1100
const keyOf = (at: number): string => `many/d=${at % 7}/k${String(at).padStart(5, '0')}`
const keys = Array.from({ length: COUNT }, (_, at) => keyOf(at)).sort()

let s3: S3Fixture
beforeAll(async () => {
  s3 = await startS3()
  for (let at = 0; at < COUNT; at += 50) {
    const puts = keys.slice(at, at + 50).map((Key) => new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }))
    await Promise.all(puts.map((put) => s3.client.send(put)))
  }
})
afterAll(() => s3[Symbol.asyncDispose]())

const list = (more: Partial<ListObjectsV2CommandInput>) =>
  s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more }))

async function listAll(more: Partial<ListObjectsV2CommandInput>): Promise<{ pages: number; keys: string[] }> {
  const found: string[] = []
  let ContinuationToken: string | undefined
  let pages = 0
  do {
    const page = await list({ ...more, ContinuationToken })
    expect(page.KeyCount).toBe((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0))
    found.push(
      ...(page.Contents ?? []).map(({ Key = '' }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
    )
    ContinuationToken = page.NextContinuationToken
    expect(page.IsTruncated).toBe(ContinuationToken !== undefined)
    pages++
  } while (ContinuationToken !== undefined)
  return { pages, keys: found }
}

describe('ListObjectsV2', () => {
  test('gives all keys in order, in pages of at most 1000', async () => {
    expect(await listAll({ Prefix: 'many/' })).toEqual({ pages: 2, keys })
    expect(await listAll({ Prefix: 'many/', MaxKeys: 100_000 })).toEqual({ pages: 2, keys })
    expect(await listAll({ Prefix: 'many/d=1/', MaxKeys: 10 })).toMatchObject({
      keys: keys.filter((key) => key.includes('d=1/')),
    })
  })

  test('rolls keys up under a delimiter, in pages too', async () => {
    const prefixes = Array.from({ length: 7 }, (_, at) => `many/d=${at}/`)
    expect(await listAll({ Prefix: 'many/', Delimiter: '/' })).toEqual({ pages: 1, keys: prefixes })
    expect(await listAll({ Prefix: 'many/', Delimiter: '/', MaxKeys: 3 })).toEqual({ pages: 3, keys: prefixes })
  })

  test('starts after a key', async () => {
    const StartAfter = 'many/d=6/k01000'
    const page = await list({ Prefix: 'many/', StartAfter })
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(keys.filter((key) => key > StartAfter))
    expect(page.StartAfter).toBe(StartAfter)
  })

  test('tells size, ETag and date, and can encode keys', async () => {
    const Key = 'enc/a b&<ü>'
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'four' }))
    const [object] = (await list({ Prefix: 'enc/' })).Contents ?? []
    expect(object).toMatchObject({ Key, Size: 4, ETag: '"8cbad96aced40b3838dd9f07f6ef5772"', StorageClass: 'STANDARD' })
    expect(object?.LastModified).toBeInstanceOf(Date)
    const encoded = await list({ Prefix: 'enc/', EncodingType: 'url' })
    expect(encoded.Contents?.[0]?.Key).toBe('enc/a%20b%26%3C%C3%BC%3E')
  })

  test('fails when the token is not one of ours, or the listing is of version 1', async () => {
    await expect(list({ ContinuationToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidArgument' })
    const old = s3.client.send(new ListObjectsCommand({ Bucket: BUCKET }))
    await expect(old).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('ListObjectsV2'),
    })
  })
})

describe('DeleteObjects', () => {
  test('deletes 1000 keys at once, and reports none when asked to be quiet', async () => {
    const remove = (some: readonly string[], Quiet: boolean) =>
      s3.client.send(
        new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Quiet, Objects: some.map((Key) => ({ Key })) } }),
      )
    const first = await remove(keys.slice(0, 1000), false)
    expect([first.Deleted?.length, first.Errors]).toEqual([1000, undefined])
    expect((await listAll({ Prefix: 'many/' })).keys).toEqual(keys.slice(1000))
    const second = await remove(keys.slice(1000), true)
    expect([second.Deleted, second.Errors]).toEqual([undefined, undefined])
    expect((await list({ Prefix: 'many/' })).KeyCount).toBe(0)
  })

  test('judges the ETag of each object on its own', async () => {
    const { ETag } = await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'e1', Body: '1' }))
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'e2', Body: '2' }))
    const Objects = [
      { Key: 'e1', ETag },
      { Key: 'e2', ETag },
    ]
    const { Deleted, Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }))
    expect([Deleted?.map(({ Key }) => Key), Errors?.map(({ Key, Code }) => [Key, Code])]).toEqual([
      ['e1'],
      [['e2', 'PreconditionFailed']],
    ])
  })
})

describe('buckets', () => {
  const bucket = (Bucket: string) => ({ Bucket })

  test('are made, found, listed and removed', async () => {
    await s3.client.send(new CreateBucketCommand(bucket('other-bucket')))
    await s3.client.send(new HeadBucketCommand(bucket('other-bucket')))
    expect(
      (await s3.client.send(new GetBucketLocationCommand(bucket('other-bucket')))).LocationConstraint,
    ).toBeUndefined()
    const listed = await s3.client.send(new ListBucketsCommand({}))
    expect(listed.Buckets?.map(({ Name }) => Name)).toEqual([BUCKET, 'other-bucket'])
    await s3.client.send(new DeleteBucketCommand(bucket('other-bucket')))
    await expect(s3.client.send(new HeadBucketCommand(bucket('other-bucket')))).rejects.toMatchObject({
      name: 'NotFound',
    })
  })

  test('can be ensured again and again, also at once', async () => {
    await Promise.all([s3.s3.ensureBucket('ensured'), s3.s3.ensureBucket('ensured')])
    await s3.client.send(new PutObjectCommand({ ...bucket('ensured'), Key: 'k', Body: 'x' }))
    await s3.s3.ensureBucket('ensured')
    expect((await s3.client.send(new ListObjectsV2Command(bucket('ensured')))).KeyCount).toBe(1)
  })

  test('fails when the name is taken or invalid, or the bucket is not empty', async () => {
    await expect(s3.client.send(new CreateBucketCommand(bucket(BUCKET)))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    })
    for (const name of ['Upper', 'ab', 'a..b', '1.2.3.4']) {
      await expect(s3.s3.ensureBucket(name)).rejects.toMatchObject({ code: 'InvalidBucketName' })
    }
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' }))
    await expect(s3.client.send(new DeleteBucketCommand(bucket(BUCKET)))).rejects.toMatchObject({
      name: 'BucketNotEmpty',
    })
  })
})
