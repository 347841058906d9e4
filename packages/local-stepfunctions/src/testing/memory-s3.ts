import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'

interface StoredObject {
  readonly body: Buffer
  readonly modified: Date
}

interface WireRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface WireResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Readable
}

/** Objects in memory behind a real S3 client: enough of S3 for item readers and result writers, without a server. */
export class MemoryS3 {
  readonly client: S3Client
  private readonly buckets = new Map<string, Map<string, StoredObject>>()

  constructor() {
    this.client = new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 1,
      requestHandler: { handle: async (request: WireRequest) => ({ response: await this.answer(request) }) },
    })
  }

  /** Stores an object, and makes its bucket. */
  put(bucket: string, key: string, body: string | Buffer, modified = new Date()): void {
    const objects = this.buckets.get(bucket) ?? new Map<string, StoredObject>()
    this.buckets.set(bucket, objects.set(key, { body: Buffer.from(body), modified }))
  }

  /** Makes an empty bucket. */
  createBucket(bucket: string): void {
    if (!this.buckets.has(bucket)) this.buckets.set(bucket, new Map())
  }

  /** The text of an object; undefined when it is not there. */
  text(bucket: string, key: string): string | undefined {
    return this.buckets.get(bucket)?.get(key)?.body.toString('utf8')
  }

  /** The keys of a bucket, in order. */
  keys(bucket: string): string[] {
    return [...(this.buckets.get(bucket)?.keys() ?? [])].sort()
  }

  private async answer({ method, path, query, headers, body }: WireRequest): Promise<WireResponse> {
    const [, bucketName = '', ...rest] = decodeURIComponent(path).split('/')
    const objects = this.buckets.get(bucketName)
    if (objects === undefined) return failure(404, 'NoSuchBucket', 'The specified bucket does not exist')
    const key = rest.join('/')
    if (method === 'PUT') {
      this.put(bucketName, key, await collect(body))
      return reply(200, '')
    }
    if (key === '') return list(bucketName, objects, query ?? {})
    const object = objects.get(key)
    if (object === undefined) return failure(404, 'NoSuchKey', 'The specified key does not exist.')
    if (method === 'HEAD') return reply(200, '', { etag: etag(object), 'content-length': String(object.body.length) })
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers?.['range'] ?? headers?.['Range'] ?? '')
    if (range === null) return reply(200, object.body, { etag: etag(object) })
    const end = range[2] === '' ? object.body.length : Number(range[2]) + 1
    return reply(206, object.body.subarray(Number(range[1]), end), { etag: etag(object) })
  }
}

function list(
  bucket: string,
  objects: ReadonlyMap<string, StoredObject>,
  query: Readonly<Record<string, unknown>>,
): WireResponse {
  const prefix = typeof query['prefix'] === 'string' ? query['prefix'] : ''
  const after = typeof query['continuation-token'] === 'string' ? query['continuation-token'] : ''
  const most = Number(query['max-keys'] ?? 1000)
  const matching = [...objects]
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const page = matching.slice(0, most)
  const truncated = matching.length > most
  const contents = page.map(
    ([key, object]) =>
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>${object.modified.toISOString()}</LastModified><ETag>${escapeXml(etag(object))}</ETag><Size>${object.body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  )
  const token = truncated ? `<NextContinuationToken>${escapeXml(page.at(-1)?.[0] ?? '')}</NextContinuationToken>` : ''
  return reply(
    200,
    `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>${truncated}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
  )
}

function etag({ body }: StoredObject): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}

function reply(statusCode: number, body: string | Buffer, headers: Record<string, string> = {}): WireResponse {
  return {
    statusCode,
    headers: { 'x-amz-request-id': 'LOCALREQUEST', 'x-amz-id-2': 'local', ...headers },
    body: Readable.from([Buffer.from(body)]),
  }
}

function failure(statusCode: number, code: string, message: string): WireResponse {
  return reply(statusCode, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

async function collect(body: unknown): Promise<Buffer> {
  if (body instanceof Readable) {
    const chunks: Buffer[] = []
    for await (const chunk of body) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }
  if (typeof body === 'string') return Buffer.from(body)
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.alloc(0)
}
