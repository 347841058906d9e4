import { once } from 'node:events'
import { createGzip, type Gzip } from 'node:zlib'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { objectStoreError } from './classify.ts'

/** Gzipped JSON lines, for quarantine. Compressed bytes are held until `close`; nothing is written without a line. */
export function openLines(client: S3Client, bucket: string, key: string) {
  let gzip: Gzip | null = null
  const compressed: Buffer[] = []

  async function write(line: unknown): Promise<void> {
    if (!gzip) {
      gzip = createGzip()
      gzip.on('data', (chunk: Buffer) => compressed.push(chunk))
    }
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, 'drain')
  }

  async function close(): Promise<string | null> {
    if (!gzip) return null
    const ended = once(gzip, 'end')
    gzip.end()
    await ended
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: Buffer.concat(compressed),
          ContentEncoding: 'gzip',
          ContentType: 'application/x-ndjson',
        }),
      )
    } catch (thrown) {
      throw objectStoreError(`write s3://${bucket}/${key}`, thrown)
    }
    return key
  }

  return { write, close }
}
