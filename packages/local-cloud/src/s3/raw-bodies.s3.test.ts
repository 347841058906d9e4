import { createHash, createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { Sha256 } from '@aws-sdk/checksums/sha'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUCKET, CREDENTIALS, type S3Fixture, startS3 } from './s3-fixture.ts'

let s3: S3Fixture
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3[Symbol.asyncDispose]())

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const EMPTY = sha256('')

/** Signs the headers of a PUT as given, whatever the body will be; returns the parts of the signature too. */
async function signPut(key: string, headers: Record<string, string>) {
  const signer = new SignatureV4({
    service: 's3',
    region: 'us-east-1',
    credentials: CREDENTIALS,
    sha256: Sha256,
    uriEscapePath: false,
  })
  const host = `127.0.0.1:${s3.endpoint.port}`
  const http = {
    method: 'PUT',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: `/${BUCKET}/${key}`,
    headers: { host, ...headers },
  }
  const signed = await signer.sign(http)
  const longDate = signed.headers['x-amz-date'] ?? ''
  const scope = `${longDate.slice(0, 8)}/us-east-1/s3/aws4_request`
  let signingKey: Buffer | string = `AWS4${CREDENTIALS.secretAccessKey}`
  for (const part of scope.split('/')) signingKey = createHmac('sha256', signingKey).update(part).digest()
  const sign = (...lines: string[]): string => createHmac('sha256', signingKey).update(lines.join('\n')).digest('hex')
  return {
    headers: signed.headers,
    longDate,
    scope,
    sign,
    seed: /Signature=(\w+)/.exec(signed.headers['authorization'] ?? '')?.[1] ?? '',
  }
}

function send(key: string, headers: Record<string, string>, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const path = `/${BUCKET}/${key}`
    const request = httpRequest(
      { host: '127.0.0.1', port: s3.endpoint.port, method: 'PUT', path, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

async function stored(Key: string): Promise<string | undefined> {
  return (await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString()
}

describe('a body in signed chunks', () => {
  const CHUNKS = ['hello ', 'world', '']
  const DECODED = String(CHUNKS.join('').length)

  async function signedChunks(key: string, kind: string, more: Record<string, string>) {
    const signed = await signPut(key, {
      'x-amz-content-sha256': kind,
      'x-amz-decoded-content-length': DECODED,
      ...more,
    })
    let previous = signed.seed
    let body = ''
    for (const chunk of CHUNKS) {
      previous = signed.sign('AWS4-HMAC-SHA256-PAYLOAD', signed.longDate, signed.scope, previous, EMPTY, sha256(chunk))
      body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}${chunk === '' ? '' : '\r\n'}`
    }
    const trailerSignature = (trailer: string): string =>
      signed.sign('AWS4-HMAC-SHA256-TRAILER', signed.longDate, signed.scope, previous, sha256(`${trailer}\n`))
    return { headers: signed.headers, body, trailerSignature }
  }

  test('is decoded and stored', async () => {
    const { headers, body } = await signedChunks('signed', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', {})
    expect(await send('signed', headers, `${body}\r\n`)).toMatchObject({ status: 200 })
    expect(await stored('signed')).toBe('hello world')
  })

  test('may end in a signed trailer with the checksum', async () => {
    const announced = { 'x-amz-trailer': 'x-amz-checksum-crc32' }
    const { headers, body, trailerSignature } = await signedChunks(
      'trailer',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      announced,
    )
    const trailer = 'x-amz-checksum-crc32:DUoRhQ=='
    const end = `${trailer}\r\nx-amz-trailer-signature:${trailerSignature(trailer)}\r\n\r\n`
    expect(await send('trailer', headers, body + end)).toMatchObject({ status: 200 })
    expect(await stored('trailer')).toBe('hello world')
  })

  test('fails when a chunk was changed on its way', async () => {
    const { headers, body } = await signedChunks('forged', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', {})
    const answer = await send('forged', headers, `${body.replace('hello', 'hallo')}\r\n`)
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('SignatureDoesNotMatch') })
    await expect(stored('forged')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('a body that is not what was declared', () => {
  test.each([
    ['its SHA-256 differs', { 'x-amz-content-sha256': sha256('other') }, 'body', 'XAmzContentSHA256Mismatch'],
    [
      'two checksums are sent',
      { 'x-amz-content-sha256': sha256('body'), 'x-amz-checksum-crc32': 'a', 'x-amz-checksum-sha1': 'b' },
      'body',
      'InvalidRequest',
    ],
    [
      'the algorithm is unknown',
      { 'x-amz-content-sha256': sha256('body'), 'x-amz-checksum-md4': 'a' },
      'body',
      'InvalidRequest',
    ],
    [
      'the framed length is wrong',
      { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length': '4' },
      '3\r\nabc\r\n0\r\n\r\n',
      'IncompleteBody',
    ],
    [
      'the announced trailer is missing',
      {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': '3',
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
      '3\r\nabc\r\n0\r\n\r\n',
      'InvalidRequest',
    ],
    [
      'the trailing checksum is wrong',
      {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': '3',
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
      '3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      'BadDigest',
    ],
  ])('fails when %s, and leaves nothing', async (_, headers, body, code) => {
    const signed = await signPut('refused', headers)
    const answer = await send('refused', signed.headers, body)
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(`<Code>${code}</Code>`) })
    expect((await s3.files('data')).length).toBe((await s3.files('objects')).length)
  })

  test('fails when the client goes away in the middle, and leaves nothing', async () => {
    const before = await s3.files('data')
    const { headers } = await signPut('cut', {
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      'content-length': '1000000',
    })
    const options = { host: '127.0.0.1', port: s3.endpoint.port, method: 'PUT', path: `/${BUCKET}/cut`, headers }
    const request = httpRequest(options)
    const closed = new Promise((resolve) => request.on('error', resolve).on('close', resolve))
    request.write(Buffer.alloc(600_000))
    await expect.poll(async () => (await s3.files('data')).length).toBe(before.length + 1)
    request.destroy()
    await closed
    await expect.poll(() => s3.files('data')).toEqual(before)
    await expect(stored('cut')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})
