import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3'
import type { StoredObject } from '@hourglass/contracts/store/listing'
import { objectStoreError } from './classify.ts'

/** Every object below a prefix, page by page. @throws ObjectStoreError, ObjectAccessError */
export async function listObjects(client: S3Client, bucket: string, prefix: string): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = []
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '', LastModified = new Date(0) } of page.Contents ?? []) {
        found.push({ key: Key, modifiedAt: LastModified })
      }
    }
  } catch (thrown) {
    throw objectStoreError(`list s3://${bucket}/${prefix}`, thrown)
  }
  return found
}
