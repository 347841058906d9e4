import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3'
import { testS3 } from '@hourglass/local-cloud/testing/test-s3'
import { storeContract } from '@hourglass/ports-in-memory/contract/store-contract'
import { createObjectStore } from './object-store.ts'

storeContract(async () => {
  const s3 = await testS3()
  return {
    store: createObjectStore(s3.client, s3.bucket),
    async textOf(key) {
      try {
        const answer = await s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: key }))
        const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? [])
        return (answer.ContentEncoding === 'gzip' ? gunzipSync(body) : body).toString('utf8')
      } catch (thrown) {
        if (thrown instanceof NoSuchKey) return null
        throw thrown
      }
    },
    [Symbol.asyncDispose]: () => s3[Symbol.asyncDispose](),
  }
})
