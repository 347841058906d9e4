import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants, createGzip, type Gzip } from 'node:zlib'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { CopyBlock } from '@hourglass/contracts/source/rows'
import type { Part } from '@hourglass/contracts/steps'
import { present } from '@hourglass/core/errors'
import { objectStoreError } from './classify.ts'

/** Level 1: three times smaller at a third of the time of the default (measured on COPY text of survey rows). */
const GZIP = { level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 }

/** One part while it grows: only its compressed bytes are held. */
class OpenPart {
  rows = 0
  rawBytes = 0
  private readonly gzip: Gzip
  private readonly compressed: Buffer[] = []
  private readonly ended: Promise<void>

  constructor() {
    this.gzip = createGzip(GZIP)
    this.gzip.on('data', (chunk: Buffer) => this.compressed.push(chunk))
    this.ended = once(this.gzip, 'end').then(() => undefined)
    // A failure is seen by whoever awaits `close`; until then it must not count as unhandled.
    this.ended.catch(() => undefined)
  }

  async write(block: CopyBlock): Promise<void> {
    this.rows += block.rows
    this.rawBytes += block.bytes.length
    if (this.gzip.write(block.bytes)) return
    // Drained means compressed, so a later block may overwrite the bytes instead of leaving them to be collected.
    await once(this.gzip, 'drain')
    block.release?.()
  }

  async close(): Promise<Buffer> {
    this.gzip.end()
    await this.ended
    return Buffer.concat(this.compressed)
  }

  discard(): void {
    this.gzip.destroy()
  }
}

/**
 * Writes blocks as parts: row-aligned, one gzip member each (all that `aws_s3.table_import_from_s3` is known to take),
 * `Content-Encoding: gzip` (edge case 107). One part uploads while the next one grows, so memory holds the compressed
 * bytes of two parts whatever the table's size.
 *
 * @param keyOf key of the n-th part, from 0
 * @param rawBytes a part is closed once it holds this many uncompressed bytes
 */
export async function writeParts(
  client: S3Client,
  bucket: string,
  blocks: AsyncIterable<CopyBlock>,
  keyOf: (n: number) => string,
  rawBytes: number,
): Promise<readonly Part[]> {
  const uploads: Promise<Part>[] = []
  let open: OpenPart | null = null

  async function seal(part: OpenPart): Promise<void> {
    const body = await part.close()
    await uploads.at(-1)
    const upload = putPart(client, bucket, keyOf(uploads.length), part, body)
    upload.catch(() => undefined)
    uploads.push(upload)
  }

  try {
    for await (const block of blocks) {
      open ??= new OpenPart()
      await open.write(block)
      if (open.rawBytes >= rawBytes) {
        const full: OpenPart = open
        open = null
        await seal(full)
      }
    }
    if (open) await seal(open)
    return await Promise.all(uploads)
  } catch (thrown) {
    open?.discard()
    await Promise.allSettled(uploads)
    throw thrown
  }
}

async function putPart(client: S3Client, bucket: string, key: string, part: OpenPart, body: Buffer): Promise<Part> {
  try {
    const answer = await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentEncoding: 'gzip',
        ContentType: 'text/plain; charset=utf-8',
      }),
    )
    return {
      key,
      rows: part.rows,
      bytes: body.length,
      rawBytes: part.rawBytes,
      sha256: createHash('sha256').update(body).digest('hex'),
      etag: present(answer.ETag, `the ETag of s3://${bucket}/${key}`),
    }
  } catch (thrown) {
    throw objectStoreError(`write s3://${bucket}/${key}`, thrown)
  }
}
