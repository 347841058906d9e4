import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { InvalidInputError, ObjectMissingError, ObjectStoreError } from '@hourglass/contracts/errors'
import type { ObjectRef } from '@hourglass/contracts/steps'
import type { Parser } from '@hourglass/contracts/store/json-objects'
import { messageOf } from '@hourglass/core/errors'
import { isConditionFailed, isMissing, objectStoreError } from './classify.ts'

/** What an object holds and how it says so. */
interface Content {
  readonly Body: string | Buffer
  readonly ContentType: string
  readonly ContentEncoding?: 'gzip'
}

/** How often a conditional write is tried again when two of them collided (409). */
const CONFLICT_TRIES = 5

/** Writes an object unless its key exists (If-None-Match: *); says whether this call wrote it. */
export async function putOnce(
  client: S3Client,
  bucket: string,
  key: string,
  content: Content,
): Promise<{ readonly written: boolean }> {
  for (let attempt = 1; attempt <= CONFLICT_TRIES; attempt += 1) {
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...content, IfNoneMatch: '*' }))
      return { written: true }
    } catch (thrown) {
      if (!isConditionFailed(thrown)) throw objectStoreError(`write s3://${bucket}/${key}`, thrown)
      if (thrown instanceof Error && thrown.name === 'PreconditionFailed') return { written: false }
    }
  }
  throw new ObjectStoreError(`cannot write s3://${bucket}/${key}: ${CONFLICT_TRIES} conflicting writes in a row`)
}

/** Small objects of one bucket: plans, records, manifests, reports. */
export function jsonObjects(client: S3Client, bucket: string) {
  const content = (value: unknown): Content => ({
    Body: `${JSON.stringify(value)}\n`,
    ContentType: 'application/json',
  })

  async function replace(key: string, written: Content): Promise<ObjectRef> {
    try {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...written }))
    } catch (thrown) {
      throw objectStoreError(`write s3://${bucket}/${key}`, thrown)
    }
    return { bucket, key }
  }

  const putJson = (key: string, value: unknown) => replace(key, content(value))
  const putText = (key: string, Body: string, ContentType: string) => replace(key, { Body, ContentType })
  const putJsonOnce = (key: string, value: unknown) => putOnce(client, bucket, key, content(value))

  async function findJson<T>(key: string, parser: Parser<T>): Promise<T | null> {
    let text: string
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      text = (await answer.Body?.transformToString()) ?? ''
    } catch (thrown) {
      if (isMissing(thrown)) return null
      throw objectStoreError(`read s3://${bucket}/${key}`, thrown)
    }
    try {
      return parser.parse(JSON.parse(text))
    } catch (thrown) {
      throw new InvalidInputError(`s3://${bucket}/${key} is not what this version writes: ${messageOf(thrown)}`, {
        cause: thrown,
      })
    }
  }

  async function getJson<T>(key: string, parser: Parser<T>): Promise<T> {
    const found = await findJson(key, parser)
    if (found === null) throw new ObjectMissingError(`there is no object s3://${bucket}/${key}`)
    return found
  }

  return { putText, putJson, putJsonOnce, findJson, getJson }
}
