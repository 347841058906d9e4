import { type Bucket } from './bucket.ts'
import { decodePath, type S3Call } from './call.ts'
import type { ChecksumAlgorithm } from './checksums.ts'
import { copySourceConditions, judgeRead } from './conditions.ts'
import { type ByteFacts, Digests } from './digests.ts'
import { S3Error } from './errors.ts'
import type { ObjectRecord } from './records.ts'

/**
 * The object that `x-amz-copy-source` names, once the caller may read it and its conditions hold.
 * @throws S3Error NoSuchKey, NoSuchBucket, AccessDenied, PreconditionFailed, InvalidArgument
 */
export async function findSource(call: S3Call): Promise<{ bucket: Bucket; record: ObjectRecord }> {
  const header = call.header('x-amz-copy-source') ?? ''
  const [, bucketName, encodedKey] = /^\/?([^/?]+)\/([^?]+)$/.exec(header) ?? []
  if (bucketName === undefined || encodedKey === undefined) {
    throw new S3Error(
      'InvalidArgument',
      'x-amz-copy-source must read <bucket>/<percent-encoded key>; versions are not kept here',
    )
  }
  const key = decodePath(encodedKey)
  await call.allow('s3:GetObject', bucketName, key)
  const bucket = call.store.bucket(bucketName)
  const record = bucket.index.get(key)
  if (record === undefined) throw await call.noSuchKey(bucketName, key)
  if (judgeRead(copySourceConditions(call.headers), record) !== 'ok') {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions on the copy source did not hold')
  }
  return { bucket, record }
}

/** Bytes on their way from one object to another; `facts` is for after the last of them. */
export function sourceBytes(
  source: AsyncIterable<Buffer>,
  algorithm: ChecksumAlgorithm | undefined,
): { chunks: AsyncGenerator<Buffer>; facts: () => ByteFacts } {
  let facts: ByteFacts | undefined
  const chunks = async function* (): AsyncGenerator<Buffer> {
    const digests = new Digests(algorithm)
    for await (const chunk of source) {
      digests.update(chunk)
      yield chunk
    }
    facts = await digests.finish()
  }
  return {
    chunks: chunks(),
    facts: () => {
      if (facts === undefined) throw new Error('the facts of a copy are known only after all of it was read')
      return facts
    },
  }
}
