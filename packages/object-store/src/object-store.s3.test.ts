import { createHash, randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ObjectAccessError, ObjectStoreError } from '@hourglass/contracts/errors'
import type { CopyBlock } from '@hourglass/contracts/source/rows'
import { type TestS3, testS3 } from '@hourglass/local-cloud/testing/test-s3'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createObjectStore } from './object-store.ts'

async function* blocksOf(...texts: string[]): AsyncGenerator<CopyBlock> {
  for (const text of texts) yield { bytes: Buffer.from(text), rows: text.split('\n').length - 1 }
}

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

const keyOf = (n: number) => `parts/c00001-abc-${n}.copy.gz`
const storeOf = (s3: TestS3) => createObjectStore(s3.client, s3.bucket)

test('a part is one gzip member with the encoding that aws_s3 asks for, and its record tells size and checksum [case 73, 107]', async () => {
  await using s3 = await testS3()
  const [part] = await storeOf(s3).writeParts(blocksOf('x\n'), keyOf, 1000)
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: keyOf(0) }))
  const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? [])
  expect(answer.ContentEncoding).toBe('gzip')
  expect(gunzipSync(body).toString()).toBe('x\n')
  expect(part).toMatchObject({ bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') })
})

test('a block is released only when its bytes are not needed any more', async () => {
  await using s3 = await testS3()
  const store = storeOf(s3)
  const bytes = Buffer.alloc(300_000)
  async function* reused(): AsyncGenerator<CopyBlock> {
    for (const letter of 'abc') {
      bytes.fill(`${letter}\n`)
      yield { bytes, rows: 150_000, release: () => void bytes.fill('x') }
    }
  }
  const [part] = await store.writeParts(reused(), keyOf, 10_000_000)
  if (!part) throw new Error('a part was expected')
  const written = (await bytesOf(store.openPart(part))).toString()
  expect(written).toBe(['a\n', 'b\n', 'c\n'].map((row) => row.repeat(150_000)).join(''))
  expect(bytes.toString('latin1', 0, 2)).toBe('xx')
})

test('fails when a part is not gzip at all', async () => {
  await using s3 = await testS3()
  const store = storeOf(s3)
  const [part] = await store.writeParts(blocksOf('1\n'), keyOf, 1000)
  const body = randomBytes(50)
  await s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: keyOf(0), Body: body }))
  if (!part) throw new Error('a part was expected')
  const recorded = { ...part, bytes: 50, sha256: createHash('sha256').update(body).digest('hex') }
  await expect(bytesOf(store.openPart(recorded))).rejects.toThrow(ObjectStoreError)
})

test('of ten writers of one record exactly one wins, and all read the same [case 103]', async () => {
  await using s3 = await testS3()
  const store = storeOf(s3)
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, writer) => store.putJsonOnce('record.json', { writer })),
  )
  expect(answers.filter(({ written }) => written)).toHaveLength(1)
  const winner = answers.findIndex(({ written }) => written)
  expect(await store.getJson('record.json', z.object({ writer: z.number() }))).toEqual({ writer: winner })
})

test('a refused key and an unreachable endpoint are told apart: only the second is worth a retry', async () => {
  await using s3 = await testS3()
  const credentials = { ...s3.credentials, secretAccessKey: 'wrong' }
  const refused = new S3Client({ endpoint: s3.endpoint, region: s3.region, credentials, forcePathStyle: true })
  const refusal = createObjectStore(refused, s3.bucket).putJson('x', {})
  await expect(refusal).rejects.toThrow(ObjectAccessError)

  const nowhere = new S3Client({
    endpoint: 'http://127.0.0.1:1',
    region: s3.region,
    credentials: s3.credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  })
  const failure = await createObjectStore(nowhere, s3.bucket)
    .putJson('x', {})
    .catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(ObjectStoreError)
  expect(failure).toMatchObject({ retryable: true })
})

test('what cannot be read is an error to find too, never taken for absent [case 146]', async () => {
  await using s3 = await testS3()
  const schema = z.object({})
  const { endpoint, region, credentials } = s3
  const wrong = { ...credentials, secretAccessKey: 'wrong' }
  const refused = new S3Client({ endpoint, region, credentials: wrong, forcePathStyle: true })
  await expect(createObjectStore(refused, s3.bucket).findJson('x', schema)).rejects.toThrow(ObjectAccessError)
  const nowhere = new S3Client({ endpoint: 'http://127.0.0.1:1', region, credentials, maxAttempts: 1 })
  await expect(createObjectStore(nowhere, s3.bucket).findJson('x', schema)).rejects.toThrow(ObjectStoreError)
})

test('a text for people says what it is', async () => {
  await using s3 = await testS3()
  await storeOf(s3).putText('a.html', '<p>ä</p>', 'text/html; charset=utf-8')
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'a.html' }))
  expect([await answer.Body?.transformToString(), answer.ContentType]).toEqual(['<p>ä</p>', 'text/html; charset=utf-8'])
})

test('lists what lies below a prefix, and nothing beside it', async () => {
  await using s3 = await testS3()
  const store = storeOf(s3)
  const keys = ['runs/a/1.json', 'runs/a/b/2.json']
  await Promise.all([...keys, 'runs/ab.json'].map((key) => store.putJson(key, {})))
  const found = await store.list('runs/a/')
  expect(found.map(({ key }) => key)).toEqual(keys)
  expect(found[0]?.modifiedAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect(await store.list('none/')).toEqual([])
})

test('a packed text is written once, whoever else tries, and read back as it was', async () => {
  await using s3 = await testS3()
  const store = storeOf(s3)
  expect(await store.findPacked('lookup.json.gz')).toBeNull()
  const tried = await Promise.all(['é\n', 'b', 'c'].map((text) => store.putPackedOnce('lookup.json.gz', text)))
  expect(tried.filter(({ written }) => written)).toHaveLength(1)
  const winner = ['é\n', 'b', 'c'][tried.findIndex(({ written }) => written)]
  expect(await store.findPacked('lookup.json.gz')).toBe(winner)
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: 'lookup.json.gz' }))
  expect(answer.ContentEncoding).toBe('gzip')
})
