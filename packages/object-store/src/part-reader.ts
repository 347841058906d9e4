import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { ObjectMissingError } from '@hourglass/contracts/errors'
import type { Part } from '@hourglass/contracts/steps'
import { HourglassError } from '@hourglass/core/errors'
import { objectStoreError } from './classify.ts'

/**
 * Uncompressed bytes of a part, streamed. It ends without an error only after size and checksum of the object
 * were found equal to the record, so a reader that commits after the end never commits a wrong object (edge cases 100, 104).
 *
 * @throws ObjectMissingError when the object is gone or is not the recorded one
 */
export async function* openPart(client: S3Client, bucket: string, part: Part): AsyncGenerator<Buffer> {
  const what = `read s3://${bucket}/${part.key}`
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: part.key }))
    if (!(answer.Body instanceof Readable)) throw new ObjectMissingError(`cannot ${what}: the answer has no body`)
    const compressed = answer.Body
    const hash = createHash('sha256')
    let bytes = 0
    const feeding = pipeline(
      compressed,
      async function* check(source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
        if (bytes !== part.bytes || hash.digest('hex') !== part.sha256) throw changed(bucket, part, bytes)
      },
      gunzip,
    )
    // The consumer sees the failure through `gunzip`, which `pipeline` destroys with it.
    feeding.catch(() => undefined)
    yield* gunzip
    await feeding
  } catch (thrown) {
    throw thrown instanceof HourglassError ? thrown : objectStoreError(what, thrown)
  } finally {
    gunzip.destroy()
  }
}

function changed(bucket: string, part: Part, bytes: number): ObjectMissingError {
  return new ObjectMissingError(
    `s3://${bucket}/${part.key} is not the object that was recorded (${bytes} bytes found, ${part.bytes} recorded, or another checksum); ` +
      'extract the table again with a new run',
  )
}
