import type { S3Client } from '@aws-sdk/client-s3'
import type { ObjectStore } from '@hourglass/contracts/store-port'
import { jsonObjects } from './json-objects.ts'
import { openLines } from './line-writer.ts'
import { listObjects } from './list-objects.ts'
import { packedObjects } from './packed-objects.ts'
import { openPart } from './part-reader.ts'
import { writeParts } from './part-writer.ts'

/** The `ObjectStore` port on one S3 bucket. The caller makes and closes the client. */
export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  return {
    bucket,
    ...jsonObjects(client, bucket),
    ...packedObjects(client, bucket),
    list: (prefix) => listObjects(client, bucket, prefix),
    writeParts: (blocks, keyOf, rawBytes) => writeParts(client, bucket, blocks, keyOf, rawBytes),
    openPart: (part) => openPart(client, bucket, part),
    openLines: (key) => openLines(client, bucket, key),
  }
}
