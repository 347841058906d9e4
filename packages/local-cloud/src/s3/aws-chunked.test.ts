import { getSigningKey } from '@smithy/signature-v4'
import { Sha256 } from '@aws-sdk/checksums/sha'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VerifiedSignature } from '../http/sigv4.ts'
import { AwsChunkedDecoder } from './aws-chunked.ts'
import { ChunkSignatures } from './chunk-signatures.ts'

async function* pieces(body: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(body, 'latin1')
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function decode(body: string, pieceSize = 1000, signatures?: ChunkSignatures) {
  const decoder = new AwsChunkedDecoder(pieces(body, pieceSize), signatures)
  const chunks: Buffer[] = []
  for await (const chunk of decoder.decode()) chunks.push(chunk)
  return { data: Buffer.concat(chunks).toString('latin1'), trailers: Object.fromEntries(decoder.trailers) }
}

describe('unsigned chunks', () => {
  test('come out as the data that went in, however they are cut into chunks and pieces', async () => {
    const chunks = fc.array(fc.string({ minLength: 1, unit: 'binary-ascii' }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 40 }), async (data, pieceSize) => {
        const framed = data.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')
        const body = `${framed}0\r\nx-amz-checksum-crc32:AAAA/w==\r\n\r\n`
        const decoded = await decode(body, pieceSize)
        expect(decoded).toEqual({ data: data.join(''), trailers: { 'x-amz-checksum-crc32': 'AAAA/w==' } })
      }),
    )
  })

  test.each([
    ['the body ends inside a chunk', 'a\r\nabc', 'IncompleteBody'],
    ['the last chunk is missing', '3\r\nabc\r\n', 'IncompleteBody'],
    ['the framing is missing', 'plain text\r\n', 'InvalidRequest'],
    ['a chunk is longer than it says', '2\r\nabc\r\n0\r\n\r\n', 'InvalidRequest'],
    ['a trailer is not a header', '0\r\nnonsense\r\n\r\n', 'InvalidRequest'],
    ['bytes follow the end', '0\r\n\r\nmore', 'InvalidRequest'],
    ['a line never ends', 'f'.repeat(10_000), 'InvalidRequest'],
  ])('fails when %s', async (_, body, code) => {
    await expect(decode(body)).rejects.toMatchObject({ code })
  })
})

describe('signed chunks', () => {
  // AWS's worked examples, 66 560 letters "a" in chunks of 65 536 and 1024 bytes:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and sigv4-streaming-trailers.html
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }

  async function documented(seed: string): Promise<ChunkSignatures> {
    const signed: VerifiedSignature = {
      caller: { accessKeyId: credentials.accessKeyId, principal: 'p' },
      service: 's3',
      scope: '20130524/us-east-1/s3/aws4_request',
      longDate: '20130524T000000Z',
      signature: seed,
      signingKey: await getSigningKey(Sha256, credentials, '20130524', 'us-east-1', 's3'),
      payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    }
    return new ChunkSignatures(signed)
  }

  function framed(signatures: readonly [string, string, string], end: string): string {
    const chunk = (size: number, signature: string): string =>
      `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}${size === 0 ? '' : '\r\n'}`
    return chunk(65_536, signatures[0]) + chunk(1024, signatures[1]) + chunk(0, signatures[2]) + end
  }

  const SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
  const SIGNATURES = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ] as const

  test('are accepted as documented', async () => {
    const { data } = await decode(framed(SIGNATURES, '\r\n'), 10_000, await documented(SEED))
    expect(data).toBe('a'.repeat(66_560))
  })

  const TRAILER_SEED = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
  const TRAILER_SIGNATURES = [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ] as const
  const TRAILER = 'x-amz-checksum-crc32c:sOO8/Q==\r\n'
  const TRAILER_SIGNATURE = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435'

  test('with a signed trailer are accepted as documented', async () => {
    const body = framed(TRAILER_SIGNATURES, `${TRAILER}x-amz-trailer-signature:${TRAILER_SIGNATURE}\r\n\r\n`)
    const { trailers } = await decode(body, 10_000, await documented(TRAILER_SEED))
    expect(trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' })
  })

  test('fails when data, a signature or the trailer was changed, or a signature is missing', async () => {
    const wrong = { code: 'SignatureDoesNotMatch' }
    const changed = framed(SIGNATURES, '\r\n').replace('\r\naaaa', '\r\nbaaa')
    await expect(decode(changed, 10_000, await documented(SEED))).rejects.toMatchObject(wrong)
    const swapped = framed([SIGNATURES[0], SIGNATURES[2], SIGNATURES[1]], '\r\n')
    await expect(decode(swapped, 10_000, await documented(SEED))).rejects.toMatchObject(wrong)
    await expect(decode('3\r\nabc\r\n0\r\n\r\n', 10, await documented(SEED))).rejects.toMatchObject(wrong)
    const trailer = TRAILER.replace('sOO8', 'sOO9')
    const forged = framed(TRAILER_SIGNATURES, `${trailer}x-amz-trailer-signature:${TRAILER_SIGNATURE}\r\n\r\n`)
    await expect(decode(forged, 10_000, await documented(TRAILER_SEED))).rejects.toMatchObject(wrong)
    const unsigned = framed(TRAILER_SIGNATURES, `${TRAILER}\r\n`)
    await expect(decode(unsigned, 10_000, await documented(TRAILER_SEED))).rejects.toMatchObject(wrong)
  })
})
