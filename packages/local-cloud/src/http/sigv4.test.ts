import { SignatureV4 } from '@smithy/signature-v4'
import { Sha256 } from '@aws-sdk/checksums/sha'
import { describe, expect, test } from 'vitest'
import { parseTarget } from './request-target.ts'
import { type SignedRequest, type VerifyOptions, verifySignature } from './sigv4.ts'

// The keys, dates and signatures of AWS's own worked examples:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and sigv4-query-string-auth.html
const KEY = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const NOW = Date.UTC(2013, 4, 24)
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const options: VerifyOptions = {
  credentials: new Map([[KEY, { secretAccessKey: SECRET, principal: 'arn:aws:iam::1:role/worker' }]]),
  now: NOW,
  uriEscapePath: false,
}

function documentedGet(headers: Record<string, string> = {}): SignedRequest {
  return {
    method: 'GET',
    target: parseTarget('/test.txt'),
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': EMPTY,
      'x-amz-date': '20130524T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=${KEY}/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
      ...headers,
    },
  }
}

function documentedUrl(expires = 86400): SignedRequest {
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${KEY}%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`
  return {
    method: 'GET',
    target: parseTarget(`/test.txt?${query}`),
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  }
}

describe('a signature in the headers', () => {
  test('of the documented GET is accepted, and tells the principal', async () => {
    const verified = await verifySignature(documentedGet(), options)
    expect(verified.caller).toEqual({ accessKeyId: KEY, principal: 'arn:aws:iam::1:role/worker' })
    expect(verified).toMatchObject({ service: 's3', scope: '20130524/us-east-1/s3/aws4_request', payloadHash: EMPTY })
  })

  test.each([
    ['a signed header was changed', { range: 'bytes=0-99' }, 'SignatureDoesNotMatch'],
    ['an x-amz- header was added', { 'x-amz-meta-a': '1' }, 'AccessDenied'],
    ['the header is not a signature', { authorization: 'Bearer x' }, 'AuthorizationHeaderMalformed'],
    ['the date is missing', { 'x-amz-date': '' }, 'AuthorizationHeaderMalformed'],
  ])('fails when %s', async (_, headers, code) => {
    await expect(verifySignature(documentedGet(headers), options)).rejects.toMatchObject({ code })
  })

  test('fails when another path is asked for', async () => {
    const request = { ...documentedGet(), target: parseTarget('/other.txt') }
    await expect(verifySignature(request, options)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
  })

  test('fails when the clock is 16 minutes away', async () => {
    const late = { ...options, now: NOW + 16 * 60_000 }
    await expect(verifySignature(documentedGet(), late)).rejects.toMatchObject({ code: 'RequestTimeTooSkewed' })
  })

  test('fails when the key is unknown or has another secret, and tells neither secret', async () => {
    const unknown = { ...options, credentials: new Map() }
    await expect(verifySignature(documentedGet(), unknown)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' })
    const other = { ...options, credentials: new Map([[KEY, { secretAccessKey: 'another', principal: 'x' }]]) }
    const error: unknown = await verifySignature(documentedGet(), other).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(String(error)).not.toContain('another')
  })

  test('fails when there is none', async () => {
    const request = { method: 'GET', target: parseTarget('/test.txt'), headers: { host: 'x' } }
    await expect(verifySignature(request, options)).rejects.toMatchObject({ code: 'MissingAuthenticationToken' })
  })
})

describe('a presigned URL', () => {
  test('as documented is accepted until it expires', async () => {
    await expect(verifySignature(documentedUrl(), options)).resolves.toMatchObject({ payloadHash: 'UNSIGNED-PAYLOAD' })
    const lastMoment = { ...options, now: NOW + 86_400_000 }
    await expect(verifySignature(documentedUrl(), lastMoment)).resolves.toBeDefined()
    const tooLate = { ...options, now: NOW + 86_401_000 }
    await expect(verifySignature(documentedUrl(), tooLate)).rejects.toThrow('Request has expired')
  })

  test('fails when its life was lengthened, or is beyond a week', async () => {
    await expect(verifySignature(documentedUrl(86_401), options)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    })
    await expect(verifySignature(documentedUrl(604_801), options)).rejects.toMatchObject({
      code: 'AuthorizationQueryParametersError',
    })
  })
})

test('a service other than S3 is verified over the body that was read and the path escaped once more', async () => {
  const credentials = { accessKeyId: KEY, secretAccessKey: SECRET }
  const signer = new SignatureV4({ service: 'lambda', region: 'eu-west-1', credentials, sha256: Sha256 })
  const path = '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations'
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname: 'x',
    path,
    query: { b: ['2', '1'], a: '' },
    body: '{}',
  }
  const signed = await signer.sign({ ...request, headers: { host: 'x' } }, { signingDate: new Date(NOW) })
  const received = { method: 'POST', target: parseTarget(`${path}?b=2&a&b=1`), headers: signed.headers }
  const hash = signed.headers['x-amz-content-sha256'] ?? ''
  const lambda = { ...options, uriEscapePath: true }
  await expect(verifySignature(received, { ...lambda, bodyHash: hash })).resolves.toMatchObject({ service: 'lambda' })
  await expect(verifySignature(received, { ...lambda, bodyHash: EMPTY })).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
  })
})
