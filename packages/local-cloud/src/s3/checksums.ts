import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc'
import { S3Error } from './errors.ts'

/** A running checksum over bytes. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void
  /** Base64 of the checksum, big-endian, as S3 writes it. */
  digest(): Promise<string>
}

/**
 * The additional checksums, by the name that S3 gives them. MD5 is apart: it is the ETag.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
const ALGORITHMS = {
  CRC32: () => crc(new Crc32()),
  CRC32C: () => crc(new Crc32c()),
  CRC64NVME: () => crc(new Crc64Nvme()),
  SHA1: () => hash('sha1'),
  SHA256: () => hash('sha256'),
} as const

export type ChecksumAlgorithm = keyof typeof ALGORITHMS

export const CHECKSUM_ALGORITHMS = Object.keys(ALGORITHMS).filter(isAlgorithm)

/** A checksum of an object. COMPOSITE is over the checksums of the parts, and its value ends in `-<parts>`. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** Starts a checksum. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  return ALGORITHMS[algorithm]()
}

/** The header of an algorithm's value: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** The XML element of an algorithm's value: `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`
}

/** @throws S3Error InvalidRequest for a name that is no algorithm here */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const upper = name.toUpperCase()
  if (isAlgorithm(upper)) return upper
  throw new S3Error('InvalidRequest', `checksum algorithm "${name}" is not one of ${CHECKSUM_ALGORITHMS.join(', ')}`)
}

/** The checksum that a request asks to be verified or computed. */
export interface RequestedChecksum {
  readonly algorithm: ChecksumAlgorithm
  /** Base64, when a header gives it. */
  readonly value?: string
  /** The value was announced to follow the body. */
  readonly trailer: boolean
}

/** Reads what a request asks for: a value in a header, a value in the trailer, or only the SDK's name of an algorithm. */
export function requestedChecksum(headers: IncomingHttpHeaders): RequestedChecksum | undefined {
  const given = Object.keys(headers).filter((name) => /^x-amz-checksum-(?!mode$|algorithm$|type$)/.test(name))
  if (given.length > 1) throw new S3Error('InvalidRequest', `only one checksum may be sent, found ${given.join(', ')}`)
  const [name] = given
  if (name !== undefined) {
    const algorithm = parseAlgorithm(name.slice('x-amz-checksum-'.length))
    return { algorithm, value: String(headers[name]), trailer: false }
  }
  const announced = /x-amz-checksum-([a-z0-9]+)/i.exec(String(headers['x-amz-trailer'] ?? ''))?.[1]
  if (announced !== undefined) return { algorithm: parseAlgorithm(announced), trailer: true }
  const named = headers['x-amz-sdk-checksum-algorithm']
  return named === undefined ? undefined : { algorithm: parseAlgorithm(String(named)), trailer: false }
}

function isAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(ALGORITHMS, name)
}

function crc(running: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }): RunningChecksum {
  return {
    update: (bytes) => running.update(bytes),
    digest: async () => Buffer.from(await running.digest()).toString('base64'),
  }
}

function hash(name: string): RunningChecksum {
  const running = createHash(name)
  return { update: (bytes) => void running.update(bytes), digest: async () => running.digest('base64') }
}
