import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BUCKET, type S3Fixture, startS3 } from './s3-fixture.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hourglass-s3-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = (s3: S3Fixture, Key: string, Body: string | Buffer) =>
  s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }))
const get = async (s3: S3Fixture, Key: string): Promise<string | undefined> =>
  (await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString()
const keys = async (s3: S3Fixture) =>
  ((await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? []).map(({ Key }) => Key)

async function startUpload(s3: S3Fixture, Key: string, Body: string): Promise<{ UploadId: string; ETag: string }> {
  const { UploadId = '' } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }))
  const { ETag = '' } = await s3.client.send(
    new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber: 1, Body }),
  )
  return { UploadId, ETag }
}

describe('a full folder', () => {
  test('fails when a write goes beyond: 500 naming the folder, nothing is left, and the server goes on', async () => {
    await using s3 = await startS3({ folder, maxBytes: 3_000_000 })
    await put(s3, 'kept', randomBytes(1_000_000))
    const before = [await s3.files('data'), await s3.files('objects'), s3.s3.usedBytes]
    await expect(put(s3, 'too-much', randomBytes(2_500_000))).rejects.toMatchObject({
      name: 'InternalError',
      message: expect.stringMatching(`${folder}.*no space left`),
      $metadata: { httpStatusCode: 500 },
    })
    expect([await s3.files('data'), await s3.files('objects'), s3.s3.usedBytes]).toEqual(before)
    await put(s3, 'fits', randomBytes(2_000_000))
    await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'kept' }))
    expect(s3.s3.usedBytes).toBe(2_000_000)
    await put(s3, 'fits-again', randomBytes(1_000_000))
  })

  test('fails when a replacement does not fit, and the old object stays', async () => {
    await using s3 = await startS3({ folder, maxBytes: 1000 })
    await put(s3, 'k', 'old')
    await expect(put(s3, 'k', Buffer.alloc(2000))).rejects.toMatchObject({ name: 'InternalError' })
    expect(await get(s3, 'k')).toBe('old')
  })

  test('counts what was there before a restart', async () => {
    const s3 = await startS3({ folder })
    await put(s3, 'k', Buffer.alloc(900))
    await s3.stop()
    await using again = await startS3({ folder, maxBytes: 1000 })
    expect(again.s3.usedBytes).toBe(900)
    await expect(put(again, 'more', Buffer.alloc(200))).rejects.toMatchObject({ name: 'InternalError' })
  })
})

describe('a folder that cannot be written', () => {
  test('fails when it is taken away, naming it, and works again when it is back', async () => {
    await using s3 = await startS3({ folder })
    await put(s3, 'k', 'x')
    await rename(join(folder, 'buckets'), join(folder, 'elsewhere'))
    const refused = {
      name: 'InternalError',
      message: expect.stringContaining(`cannot write to the local S3 folder ${folder}`),
    }
    await expect(put(s3, 'k2', 'x')).rejects.toMatchObject(refused)
    await rename(join(folder, 'elsewhere'), join(folder, 'buckets'))
    await put(s3, 'k2', 'x')
    expect(await keys(s3)).toEqual(['k', 'k2'])
  })

  test('fails when only the record cannot be written, and the data is removed again', async () => {
    await using s3 = await startS3({ folder })
    await rename(join(folder, 'buckets', BUCKET, 'objects'), join(folder, 'objects'))
    await expect(put(s3, 'k', 'x')).rejects.toMatchObject({ name: 'InternalError' })
    expect([await s3.files('data'), s3.s3.usedBytes]).toEqual([[], 0])
  })

  test('fails when the path is a file', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(startS3({ folder: join(folder, 'file') })).rejects.toMatchObject({ code: 'InternalError' })
  })
})

describe('the folder', () => {
  test('is private to the user', async () => {
    await using s3 = await startS3({ folder: join(folder, 'new') })
    await put(s3, 'k', 'x')
    const root = join(folder, 'new', 'buckets', BUCKET)
    const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)
    expect([await mode(join(folder, 'new')), await mode(root), await mode(join(root, 'data'))]).toEqual([
      '700',
      '700',
      '700',
    ])
    for (const name of ['data', 'objects'] as const) {
      for (const file of await s3.files(name)) expect(await mode(join(root, name, file))).toBe('600')
    }
  })

  test('keeps objects, uploads and buckets over a restart', async () => {
    const before = await startS3({ folder })
    await put(before, 'a/ü', 'content')
    const { UploadId, ETag } = await startUpload(before, 'later', 'part')
    await before.stop()
    await using s3 = await startS3({ folder })
    expect(await get(s3, 'a/ü')).toBe('content')
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await s3.client.send(
      new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key: 'later', UploadId, MultipartUpload }),
    )
    expect(await get(s3, 'later')).toBe('part')
  })

  test('is cleaned at the start of what a crash left', async () => {
    const before = await startS3({ folder })
    await put(before, 'kept', 'content')
    await startUpload(before, 'upload', 'part')
    await before.stop()
    const root = join(folder, 'buckets', BUCKET)
    const [part = ''] = (await readdir(join(root, 'uploads'))).filter((name) => name.endsWith('.1.json'))
    await writeFile(join(root, 'data', 'cut-off-upload'), 'half')
    await writeFile(join(root, 'objects', 'x.json.1.tmp'), '{"half')
    await writeFile(join(root, 'uploads', 'gone.3.json'), await readFile(join(root, 'uploads', part)))
    await using s3 = await startS3({ folder })
    expect([await keys(s3), await get(s3, 'kept')]).toEqual([['kept'], 'content'])
    expect([
      (await s3.files('data')).length,
      (await s3.files('objects')).length,
      (await s3.files('uploads')).length,
    ]).toEqual([2, 1, 2])
    expect(s3.s3.usedBytes).toBe('content'.length + 'part'.length)
  })

  test('a crash between completing an upload and forgetting it does not endanger the object', async () => {
    const before = await startS3({ folder })
    const { UploadId, ETag } = await startUpload(before, 'k', 'content')
    const uploads = join(folder, 'buckets', BUCKET, 'uploads')
    const records = await Promise.all(
      (await readdir(uploads)).map(async (name) => [name, await readFile(join(uploads, name))] as const),
    )
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
    await before.client.send(
      new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key: 'k', UploadId, MultipartUpload }),
    )
    await before.stop()
    for (const [name, content] of records) await writeFile(join(uploads, name), content)
    await using s3 = await startS3({ folder })
    expect((await s3.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads).toBeUndefined()
    expect([await get(s3, 'k'), await s3.files('uploads')]).toEqual(['content', []])
  })

  test('fails when data is missing or a record is broken, saying what to do', async () => {
    const before = await startS3({ folder })
    await put(before, 'k', 'content')
    await before.stop()
    const root = join(folder, 'buckets', BUCKET)
    const [data = ''] = await readdir(join(root, 'data'))
    await writeFile(join(root, 'data', data), 'cut')
    await expect(startS3({ folder })).rejects.toThrow(/should have 7 bytes and has 3; delete/)
    const [record = ''] = await readdir(join(root, 'objects'))
    await writeFile(join(root, 'objects', record), '{}')
    await expect(startS3({ folder })).rejects.toThrow(/not the record that was expected; delete/)
  })
})
