/**
 * The program behind the local `aws_s3.table_import_from_s3`: writes one S3 object to stdout for COPY FROM PROGRAM.
 *
 *   node fetch.mjs <settings file> <result file> <token> <bucket> <key> <region>
 *
 * Bucket, key and region are hexadecimal, so that no shell can misread them. Credentials come from the settings file
 * (mode 0600). What happened goes to the result file, since COPY passes on no more than an exit code.
 */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { SignatureV4 } from '@smithy/signature-v4'
import type { SourceData } from '@smithy/types'

/** Content of the settings file, written by the installer. */
export interface FetchSettings {
  /** `http://127.0.0.1:<port>` of the local S3. */
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const IDLE_MS = 60_000

/** The shape that SignatureV4 wants of a hash. */
class Sha256 {
  private readonly hash: Hash | Hmac
  constructor(secret?: SourceData) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }
  update(data: SourceData): void {
    this.hash.update(bytesOf(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }
  reset(): void {
    throw new Error('not used by SignatureV4')
  }
}

function bytesOf(data: SourceData): string | Uint8Array {
  if (typeof data === 'string' || data instanceof Uint8Array) return data
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

async function get(settings: FetchSettings, bucket: string, key: string, region: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(settings.endpoint)
  const path = `/${[bucket, ...key.split('/')].map(encodeSegment).join('/')}`
  const { accessKeyId, secretAccessKey } = settings
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
    uriEscapePath: false, // S3 alone signs the path as it is sent
  })
  const unsigned = { method: 'GET', protocol: 'http:', hostname, port: Number(port), path, query: {} }
  const headers = { host: `${hostname}:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const signed = await signer.sign({ ...unsigned, headers })
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, path, headers: signed.headers, timeout: IDLE_MS }, resolve)
    sending.once('timeout', () => sending.destroy(new Error(`no byte for ${IDLE_MS / 1000} s`)))
    sending.once('error', reject)
    sending.end()
  })
}

/** S3's own encoding: everything but the unreserved characters of RFC 3986. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Writes the object to stdout. @returns its size in S3, in bytes. */
async function copyOut(response: IncomingMessage): Promise<number> {
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const gzip = /\bgzip\b/.test(response.headers['content-encoding'] ?? '')
  if (gzip) await pipeline(response, counter, createGunzip(), process.stdout, { end: false })
  else await pipeline(response, counter, process.stdout, { end: false })
  return bytes
}

async function refusal(response: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of response) body += String(chunk)
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? ''
  return `HTTP ${response.statusCode} ${code}`.trimEnd()
}

async function main(): Promise<void> {
  const [settingsFile = '', resultFile = '', token, ...names] = process.argv.slice(2)
  const [bucket = '', key = '', region = ''] = names.map((name) => Buffer.from(name, 'hex').toString('utf8'))
  const finish = (outcome: { bytes: number } | { error: string }) =>
    writeFileSync(resultFile, JSON.stringify({ token, ...outcome }), { mode: 0o600 })
  try {
    const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as FetchSettings // written by our installer
    const response = await get(settings, bucket, key, region)
    if (response.statusCode === 200) finish({ bytes: await copyOut(response) })
    else throw new Error(await refusal(response))
  } catch (error) {
    finish({ error: `${error instanceof Error ? error.message : String(error)} for s3://${bucket}/${key}` })
    process.exitCode = 1
  }
}

await main()
