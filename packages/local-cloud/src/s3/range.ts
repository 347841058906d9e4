import { S3Error } from './errors.ts'

/** Byte positions, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * The one range that a `Range` header asks of an object of `size` bytes; undefined means the whole object, which is also the
 * answer to several ranges or to anything else that is not understood (RFC 9110, section 14.2).
 * @throws S3Error InvalidRange when no byte of the object is in the range
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < start) return undefined
  if (start > end)
    throw new S3Error('InvalidRange', `The requested range is not satisfiable: ${header} of ${size} bytes`)
  return { start, end }
}
