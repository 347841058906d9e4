import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { TestLocal } from './test-local.ts'

/** What S3 holds below a prefix: key -> when it was written and its ETag. */
export async function objectsBelow(cloud: TestLocal, bucket: string, prefix: string): Promise<Map<string, string>> {
  const { s3 } = cloud.local.cloud
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
  return new Map(Contents.map(({ Key, LastModified, ETag }) => [Key ?? '', `${LastModified?.toISOString()} ${ETag}`]))
}

export async function readText(cloud: TestLocal, bucket: string, key: string): Promise<string> {
  const answer = await cloud.local.cloud.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  return (await answer.Body?.transformToString()) ?? ''
}
