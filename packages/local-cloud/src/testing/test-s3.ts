import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { startEndpoint } from '../http/endpoint.ts'
import { openLocalS3 } from '../s3/local-s3.ts'

/** An S3 of one test's own, with one empty bucket. Make it with `await using`. */
export interface TestS3 extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** A client of this endpoint, closed with it. */
  readonly client: S3Client
  /** Writes an object, for tests of packages that know no AWS. `encoding` is its Content-Encoding. */
  put(key: string, body: Buffer, encoding?: string): Promise<void>
}

/** Starts a local S3 endpoint in this process, on a free port, with its objects in a temporary folder. */
export async function testS3(): Promise<TestS3> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-s3-'))
  const credentials = { accessKeyId: 'TESTACCESSKEY', secretAccessKey: randomBytes(20).toString('hex') }
  const principal = 'arn:aws:iam::000000000000:user/test'
  const endpoint = await startEndpoint({
    credentials: new Map([[credentials.accessKeyId, { secretAccessKey: credentials.secretAccessKey, principal }]]),
  })
  const s3 = await openLocalS3({ folder })
  endpoint.mountS3(s3.serve)
  const bucket = `hourglass-test-${randomBytes(6).toString('hex')}`
  await s3.ensureBucket(bucket)
  const region = 'eu-west-1'
  const client = new S3Client({ endpoint: endpoint.url, region, credentials, forcePathStyle: true })
  return {
    endpoint: endpoint.url,
    bucket,
    region,
    credentials,
    client,
    async put(key, body, encoding) {
      const gzip = encoding === undefined ? {} : { ContentEncoding: encoding }
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...gzip }))
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      await endpoint.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
