import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import { type Clock, whileHeld } from '../../clock/clock.ts'
import { checkAllowed } from '../../integrations/guard.ts'
import type { Authorize } from '../../integrations/ports.ts'
import type { JsonObject } from '../../language/json.ts'
import { readerFailure } from './dataset.ts'

/** One object to read. */
export interface ObjectLocation {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId?: string
  readonly ExpectedBucketOwner?: string
}

/** S3 as item readers see it: every call in the name of the machine's role, every failure a States.ItemReaderFailed. */
export class S3Source {
  private readonly s3: S3Client
  private readonly clock: Clock
  private readonly authorize: Authorize | undefined
  private readonly roleArn: string

  constructor(options: { s3: S3Client; clock: Clock; authorize: Authorize | undefined; roleArn: string }) {
    this.s3 = options.s3
    this.clock = options.clock
    this.authorize = options.authorize
    this.roleArn = options.roleArn
  }

  /** The body of an object. @throws StateFailure States.ItemReaderFailed */
  async open(location: ObjectLocation): Promise<Readable> {
    return this.guarded(async () => {
      await checkAllowed(
        this.authorize,
        this.roleArn,
        's3:GetObject',
        `arn:aws:s3:::${location.Bucket}/${location.Key}`,
      )
      const { Body } = await this.s3.send(new GetObjectCommand({ ...location }))
      if (Body === undefined) throw new Error('S3 gave no body')
      // In Node.js the SDK's body is a Readable.
      return Body as Readable
    })
  }

  /** Bytes of an object. @throws StateFailure States.ItemReaderFailed */
  async size(location: ObjectLocation): Promise<number> {
    return this.guarded(async () => {
      await checkAllowed(
        this.authorize,
        this.roleArn,
        's3:GetObject',
        `arn:aws:s3:::${location.Bucket}/${location.Key}`,
      )
      return (await this.s3.send(new HeadObjectCommand({ ...location }))).ContentLength ?? 0
    })
  }

  /** A part of an object; `end` is exclusive, and absent for the rest. @throws StateFailure States.ItemReaderFailed */
  async range(location: ObjectLocation, start: number, end: number | undefined): Promise<ArrayBuffer> {
    return this.guarded(async () => {
      const Range = `bytes=${start}-${end === undefined ? '' : end - 1}`
      const { Body } = await this.s3.send(new GetObjectCommand({ ...location, Range }))
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0)
      return Uint8Array.from(bytes).buffer
    })
  }

  /** The metadata of every object under a prefix, in key order, page by page. @throws StateFailure States.ItemReaderFailed */
  async *list(bucket: string, prefix: string | undefined): AsyncGenerator<JsonObject> {
    const asked = prefix === undefined ? {} : { 's3:prefix': prefix }
    await this.guarded(() =>
      checkAllowed(this.authorize, this.roleArn, 's3:ListBucket', `arn:aws:s3:::${bucket}`, asked),
    )
    let token: string | undefined
    do {
      const page = await this.guarded(() =>
        this.s3.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            ...(prefix === undefined ? {} : { Prefix: prefix }),
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
        ),
      )
      for (const { ETag, Key, LastModified, Size, StorageClass } of page.Contents ?? []) {
        yield {
          Etag: ETag ?? '',
          Key: Key ?? '',
          LastModified: (LastModified?.getTime() ?? 0) / 1000,
          Size: Size ?? 0,
          StorageClass: StorageClass ?? 'STANDARD',
        }
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await whileHeld(this.clock, work)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw readerFailure(`${message}${s3Signature(error)}`, { cause: error })
    }
  }
}

/** The bracket that AWS's Java client puts behind S3's messages; empty when the error did not come from S3. */
export function s3Signature(error: unknown): string {
  const metadata: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, '$metadata') : undefined
  if (typeof metadata !== 'object' || metadata === null) return ''
  const field = (name: string, fallback: string): string => {
    const value: unknown = Reflect.get(metadata, name)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback
  }
  const name = error instanceof Error ? error.name : 'Error'
  return ` (Service: Amazon S3; Status Code: ${field('httpStatusCode', '400')}; Error Code: ${name}; Request ID: ${field('requestId', 'none')}; S3 Extended Request ID: ${field('extendedRequestId', 'none')}; Proxy: null)`
}
