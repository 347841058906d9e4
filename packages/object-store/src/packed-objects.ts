import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { isMissing, objectStoreError } from './classify.ts'
import { putOnce } from './json-objects.ts'

/** Larger than any text that is written here: a damaged object must not fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024

/** Gzipped texts of one bucket that are held in memory as a whole. */
export function packedObjects(client: S3Client, bucket: string) {
  async function putPackedOnce(key: string, text: string): Promise<{ readonly written: boolean }> {
    const body = await promisify(gzip)(text)
    return putOnce(client, bucket, key, { Body: body, ContentType: 'application/json', ContentEncoding: 'gzip' })
  }

  async function findPacked(key: string): Promise<string | null> {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      const bytes = await answer.Body?.transformToByteArray()
      const text = await promisify(gunzip)(bytes ?? '', { maxOutputLength: MOST_BYTES })
      return text.toString('utf8')
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw objectStoreError(`read s3://${bucket}/${key}`, thrown)
    }
  }

  return { putPackedOnce, findPacked }
}
