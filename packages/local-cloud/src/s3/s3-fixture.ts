import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { type Endpoint, startEndpoint } from '../http/endpoint.ts'
import { type LocalS3, type LocalS3Options, openLocalS3 } from './local-s3.ts'

/** The bucket that every fixture has. */
export const BUCKET = 'lake'
export const CREDENTIALS = { accessKeyId: 'worker', secretAccessKey: randomBytes(20).toString('hex') }
export const PRINCIPAL = 'arn:aws:iam::000000000000:role/worker'

/** A local S3 of its own for one test, on an endpoint of its own. */
export interface S3Fixture extends AsyncDisposable {
  readonly endpoint: Endpoint
  readonly s3: LocalS3
  readonly folder: string
  /** One attempt only, so that a test sees the first answer. */
  readonly client: S3Client
  readonly newClient: (config?: S3ClientConfig) => S3Client
  /** Names in a folder of the bucket, `data`, `objects` or `uploads`, to see what was left. */
  readonly files: (folder: 'data' | 'objects' | 'uploads') => Promise<string[]>
  /** Stops the endpoint and leaves the folder, to be opened again. */
  readonly stop: () => Promise<void>
}

/** Starts one. A `folder` that is given is used and kept; otherwise one is made and removed in the end. */
export async function startS3(options: Partial<LocalS3Options> = {}): Promise<S3Fixture> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'hourglass-s3-')))
  const s3 = await openLocalS3({ ...options, folder })
  const { accessKeyId, secretAccessKey } = CREDENTIALS
  const endpoint = await startEndpoint({
    credentials: new Map([[accessKeyId, { secretAccessKey, principal: PRINCIPAL }]]),
  })
  endpoint.mountS3(s3.serve)
  await s3.ensureBucket(BUCKET)
  const newClient = (config: S3ClientConfig = {}): S3Client =>
    new S3Client({ endpoint: endpoint.url, region: 'us-east-1', credentials: CREDENTIALS, maxAttempts: 1, ...config })
  const client = newClient()
  return {
    endpoint,
    s3,
    folder,
    client,
    newClient,
    files: (name) => readdir(join(folder, 'buckets', BUCKET, name)),
    stop: () => endpoint.close(),
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      await endpoint.close()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
