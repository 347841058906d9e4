import { randomBytes } from 'node:crypto'
import {
  ChecksumAlgorithm,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET, type S3Fixture, startS3 } from './s3-fixture.ts'

let s3: S3Fixture
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3[Symbol.asyncDispose]())

const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x', ...more }))

async function text(Key: string): Promise<string | undefined> {
  return (await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString()
}

const winners = (results: ReadonlyArray<PromiseSettledResult<unknown>>) =>
  results.filter(({ status }) => status === 'fulfilled')
const failures = (results: ReadonlyArray<PromiseSettledResult<unknown>>) =>
  results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason.name)] : []))

describe('conditional writes', () => {
  test('If-None-Match: * creates once', async () => {
    await put('lock', { Body: 'first', IfNoneMatch: '*' })
    await expect(put('lock', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    })
    expect(await text('lock')).toBe('first')
  })

  test('of many at once exactly one creates the object, and the losers leave nothing', async () => {
    const files = (await s3.files('data')).length
    const bodies = Array.from({ length: 20 }, (_, at) => `writer ${at}`)
    const results = await Promise.allSettled(bodies.map((Body) => put('race', { Body, IfNoneMatch: '*' })))
    expect(winners(results)).toHaveLength(1)
    expect(new Set(failures(results))).toEqual(new Set(['PreconditionFailed']))
    expect(await text('race')).toBe(bodies[results.findIndex(({ status }) => status === 'fulfilled')])
    expect(await s3.files('data')).toHaveLength(files + 1)
  })

  test('of many that saw the same ETag exactly one replaces the object', async () => {
    const { ETag } = await put('swap')
    const bodies = Array.from({ length: 20 }, (_, at) => `writer ${at}`)
    const results = await Promise.allSettled(bodies.map((Body) => put('swap', { Body, IfMatch: ETag })))
    expect(winners(results)).toHaveLength(1)
    expect(await text('swap')).toBe(bodies[results.findIndex(({ status }) => status === 'fulfilled')])
  })

  test('fails when If-Match names another ETag, or nothing is there to match', async () => {
    await put('match')
    await expect(put('match', { IfMatch: '"0123"' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await expect(put('nothing', { IfMatch: '"0123"' })).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  test('a delete can be conditional too', async () => {
    const { ETag } = await put('condemned')
    const remove = (IfMatch: string | undefined) =>
      s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'condemned', IfMatch }))
    await expect(remove('"0123"')).rejects.toMatchObject({ name: 'PreconditionFailed' })
    await remove(ETag)
    await expect(text('condemned')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('concurrent puts and gets of one key', () => {
  test('never show a mix of two objects', async () => {
    const bodies = Array.from({ length: 12 }, (_, at) => Buffer.alloc(300_000, 65 + at))
    await put('shared', { Body: Buffer.alloc(300_000, 'z') })
    const reads: Array<Promise<string | undefined>> = []
    const writes = bodies.map(async (Body) => {
      await put('shared', { Body })
      reads.push(text('shared'))
    })
    await Promise.all(writes)
    for (const content of [...(await Promise.all(reads)), await text('shared')]) {
      expect(content).toBe((content ?? '').charAt(0).repeat(300_000))
    }
  })

  test('a reader that began before a replacement gets the old object to its end', async () => {
    const old = randomBytes(30_000_000)
    await put('long', { Body: old })
    const before = (await s3.files('data')).length
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'long' }))
    await put('long', { Body: 'new' })
    expect(await s3.files('data')).toHaveLength(before + 1)
    expect(old.equals((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(true)
    expect(await text('long')).toBe('new')
    await expect.poll(() => s3.files('data')).toHaveLength(before)
  })
})

describe('checksums', () => {
  const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const

  test.each(algorithms)('%s is verified, stored and sent back when asked for', async (algorithm) => {
    expect(ChecksumAlgorithm).toHaveProperty(algorithm)
    const stored = await put(`sum/${algorithm}`, { Body: 'hello', ChecksumAlgorithm: algorithm })
    const field = `Checksum${algorithm}` as const
    expect(stored[field]).toBeDefined()
    const read = new GetObjectCommand({ Bucket: BUCKET, Key: `sum/${algorithm}`, ChecksumMode: 'ENABLED' })
    const found = await s3.client.send(read)
    expect([found[field], found.ChecksumType, await found.Body?.transformToString()]).toEqual([
      stored[field],
      'FULL_OBJECT',
      'hello',
    ])
    const files = (await s3.files('data')).length
    const wrong = Buffer.alloc(Buffer.from(stored[field] ?? '', 'base64').length).toString('base64')
    await expect(put('sum/wrong', { Body: 'hello', [field]: wrong })).rejects.toMatchObject({ name: 'BadDigest' })
    await expect(text('sum/wrong')).rejects.toMatchObject({ name: 'NoSuchKey' })
    expect(await s3.files('data')).toHaveLength(files)
  })

  test('known values agree: CRC of "123456789"', async () => {
    const sum = async (ChecksumAlgorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME') => {
      const stored = await put('check', { Body: '123456789', ChecksumAlgorithm })
      return Buffer.from(stored[`Checksum${ChecksumAlgorithm}`] ?? '', 'base64').toString('hex')
    }
    // The check values of the CRC catalogue, https://reveng.sourceforge.io/crc-catalogue/all.htm
    expect([await sum('CRC32'), await sum('CRC32C'), await sum('CRC64NVME')]).toEqual([
      'cbf43926',
      'e3069283',
      'ae8b14860a799888',
    ])
  })

  test('fails when Content-MD5 is wrong or is none', async () => {
    await expect(put('md5', { ContentMD5: Buffer.alloc(16).toString('base64') })).rejects.toMatchObject({
      name: 'BadDigest',
    })
    await expect(put('md5', { ContentMD5: 'short' })).rejects.toMatchObject({ name: 'InvalidDigest' })
  })
})
