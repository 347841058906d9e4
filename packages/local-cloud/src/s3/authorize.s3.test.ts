import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import type { AuthorizationRequest } from './authorize.ts'
import { BUCKET, PRINCIPAL, startS3 } from './s3-fixture.ts'

/** Allows what is listed as `action resource`, and keeps every question. */
function policy(...allowed: string[]) {
  const asked: AuthorizationRequest[] = []
  return {
    asked,
    authorize: (request: AuthorizationRequest): void => {
      asked.push(request)
      const { principal, action, resource } = request
      if (!allowed.includes(`${action} ${resource}`))
        throw new Error(`${principal} is not allowed ${action} on ${resource}`)
    },
  }
}
const arn = `arn:aws:s3:::${BUCKET}`

describe('the authorize hook', () => {
  test('is asked for the action on the object, as the principal that signed', async () => {
    const { asked, authorize } = policy(`s3:PutObject ${arn}/a/b c`, `s3:ListBucket ${arn}`)
    await using s3 = await startS3({ authorize })
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a/b c', Body: 'x' }))
    await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'a/' }))
    expect(asked).toEqual([
      { principal: PRINCIPAL, action: 's3:PutObject', resource: `${arn}/a/b c`, context: {} },
      { principal: PRINCIPAL, action: 's3:ListBucket', resource: arn, context: { 's3:prefix': 'a/' } },
    ])
  })

  test('fails when it throws: 403 with its message, and nothing is read or written', async () => {
    await using s3 = await startS3(policy())
    const put = s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: Buffer.alloc(5_000_000) }))
    await expect(put).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `${PRINCIPAL} is not allowed s3:PutObject on ${arn}/k`,
      $metadata: { httpStatusCode: 403 },
    })
    expect(await s3.files('data')).toEqual([])
    await expect(s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  test('may answer later', async () => {
    await using s3 = await startS3({ authorize: () => Promise.reject(new Error('not this time')) })
    const read = s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }))
    await expect(read).rejects.toMatchObject({ name: 'AccessDenied', message: 'not this time' })
  })

  test('a missing object is 403 without the permission to list, and 404 with it', async () => {
    await using blind = await startS3(policy(`s3:GetObject ${arn}/k`))
    const head = (client: typeof blind.client) => client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'k' }))
    await expect(head(blind.client)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
    await using seeing = await startS3(policy(`s3:GetObject ${arn}/k`, `s3:ListBucket ${arn}`))
    await expect(head(seeing.client)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } })
  })

  test('a copy needs to read the source, and a write that matches an ETag needs to read too', async () => {
    await using s3 = await startS3(policy(`s3:PutObject ${arn}/k`, `s3:PutObject ${arn}/source`))
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'source', Body: 'x' }))
    const copy = s3.client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'k', CopySource: `${BUCKET}/source` }))
    await expect(copy).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`s3:GetObject on ${arn}/source`),
    })
    const match = s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x', IfMatch: '"0"' }))
    await expect(match).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:GetObject'),
    })
  })

  test('a batch delete is judged key by key', async () => {
    await using s3 = await startS3(policy(`s3:DeleteObject ${arn}/mine`))
    const Objects = [{ Key: 'mine' }, { Key: 'theirs' }]
    const { Deleted, Errors } = await s3.client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }))
    expect([Deleted?.map(({ Key }) => Key), Errors?.map(({ Key, Code }) => [Key, Code])]).toEqual([
      ['mine'],
      [['theirs', 'AccessDenied']],
    ])
  })
})
