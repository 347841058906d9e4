import { element, text } from '../http/xml.ts'
import type { S3Call } from './call.ts'

/** ListBuckets. */
export async function listBuckets(call: S3Call): Promise<void> {
  await call.allow('s3:ListAllMyBuckets')
  const buckets = call.store
    .list()
    .map(({ name, created }) =>
      element('Bucket', [text('Name', name), text('CreationDate', new Date(created).toISOString())]),
    )
  const owner = element('Owner', [text('ID', 'local')])
  call.sendXml('ListAllMyBucketsResult', [owner, element('Buckets', buckets)])
}

/** CreateBucket. A location constraint in the body is accepted and means nothing here. */
export async function createBucket(call: S3Call): Promise<void> {
  await call.allow('s3:CreateBucket')
  await call.store.create(call.bucketName)
  call.send(200, { location: `/${call.bucketName}` })
}

/** HeadBucket; its permission is the one to list. */
export async function headBucket(call: S3Call): Promise<void> {
  await call.allow('s3:ListBucket')
  call.store.bucket(call.bucketName)
  call.send(200, { 'x-amz-bucket-region': 'us-east-1' })
}

/** GetBucketLocation: empty means us-east-1. */
export async function getBucketLocation(call: S3Call): Promise<void> {
  await call.allow('s3:GetBucketLocation')
  call.store.bucket(call.bucketName)
  call.sendXml('LocationConstraint', [])
}

/** DeleteBucket; it must be empty of objects. Unfinished uploads go with it. */
export async function deleteBucket(call: S3Call): Promise<void> {
  await call.allow('s3:DeleteBucket')
  await call.store.remove(call.bucketName)
  call.send(204)
}
