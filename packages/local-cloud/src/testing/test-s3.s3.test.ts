import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { testS3 } from './test-s3.ts'

test('a test has a bucket of its own, and nothing answers afterwards', async () => {
  let endpoint = ''
  {
    await using s3 = await testS3()
    await using other = await testS3()
    endpoint = s3.endpoint
    const object = { Bucket: s3.bucket, Key: 'runs/a b.txt' }
    await s3.client.send(new PutObjectCommand({ ...object, Body: 'hello' }))
    const { Body } = await s3.client.send(new GetObjectCommand(object))
    expect(await Body?.transformToString()).toBe('hello')
    expect((await other.client.send(new ListObjectsV2Command({ Bucket: other.bucket }))).KeyCount).toBe(0)
  }
  await expect(fetch(endpoint)).rejects.toThrow('fetch failed')
})
