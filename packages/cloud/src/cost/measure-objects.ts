import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { pages } from './measure-executions.ts'
import type { RunUsage } from './usage.ts'

/** An object as a listing shows it. */
export interface ListedObject {
  readonly key: string
  readonly bytes: number
  readonly etag: string
}

/** Everything that a run left under its prefix. */
export async function measureObjects(s3: S3Client, bucket: string, run: string): Promise<RunUsage['objects']> {
  const objects = await pages(async ({ nextToken }) => {
    const token = nextToken === undefined ? {} : { ContinuationToken: nextToken }
    const answer = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `runs/${run}/`, ...token }))
    const items = (answer.Contents ?? []).map(({ Key = '', Size = 0, ETag = '' }) => ({
      key: Key,
      bytes: Size,
      etag: ETag,
    }))
    return { items, nextToken: answer.NextContinuationToken }
  })
  return objectUsage(objects)
}

/**
 * Requests that made and read these objects. S3 counts no requests by prefix, so they are derived: an ETag that ends in
 * `-N` was uploaded in N pieces; a part is read once, by Postgres or by `load`; any other object (plan, record,
 * manifest, result) by the step that follows, by Step Functions and by a worker that looks whether it is there.
 * Counted at a local S3, the demo's first hour made 82 writes and 219 reads; this says 82 and 206.
 */
export function objectUsage(objects: readonly ListedObject[]): RunUsage['objects'] {
  return {
    puts: objects.reduce((sum, { etag }) => sum + requestsOf(etag), 0),
    gets: objects.reduce((sum, { key }) => sum + (key.includes('/parts/') ? 1 : 3), 0),
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** One PUT; or a start, each piece and the completion. */
function requestsOf(etag: string): number {
  const pieces = /-(\d+)"?$/.exec(etag)?.[1]
  return pieces === undefined ? 1 : Number(pieces) + 2
}
