import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import { S3Error } from './errors.ts'

// `htmlEntities` is what makes the parser decode numeric references, which AWS clients use for line breaks in keys.
const parser = new XMLParser({
  htmlEntities: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Object' || name === 'Part',
})

const deleteRequest = z.object({
  Delete: z.object({
    Object: z.array(z.object({ Key: z.string(), ETag: z.string().optional() })).max(1000),
    Quiet: z.string().optional(),
  }),
})

const completedPart = z
  .object({ PartNumber: z.coerce.number().int().min(1).max(10_000), ETag: z.string() })
  .catchall(z.unknown())

const completeRequest = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(completedPart).max(10_000) }) })

/** The objects of a DeleteObjects request and whether only errors are wanted. @throws S3Error MalformedXML */
export function parseDelete(xml: string): {
  objects: ReadonlyArray<{ key: string; etag: string | undefined }>
  quiet: boolean
} {
  const { Object: objects, Quiet } = parse(xml, deleteRequest).Delete
  return { objects: objects.map(({ Key, ETag }) => ({ key: Key, etag: ETag })), quiet: Quiet?.trim() === 'true' }
}

/** A part as listed by CompleteMultipartUpload; `given` has the other elements, such as `ChecksumCRC32`. */
export interface CompletedPart {
  readonly number: number
  /** Without quotes. */
  readonly etag: string
  readonly given: Readonly<Record<string, unknown>>
}

/** The parts of a CompleteMultipartUpload request, in its order. @throws S3Error MalformedXML */
export function parseComplete(xml: string): readonly CompletedPart[] {
  const { Part: parts } = parse(xml, completeRequest).CompleteMultipartUpload
  return parts.map((part) => ({ number: part.PartNumber, etag: part.ETag.replace(/"/g, ''), given: part }))
}

function parse<T>(xml: string, schema: z.ZodType<T>): T {
  if (XMLValidator.validate(xml) === true && !hasControlReference(xml)) {
    const parsed = schema.safeParse(parser.parse(xml))
    if (parsed.success) return parsed.data
  }
  throw new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

/** XML 1.0 has no way to write most control characters; the parser would drop them, and so name another key. */
function hasControlReference(xml: string): boolean {
  for (const [, hex, decimal] of xml.matchAll(/&#(?:x([0-9a-f]+)|([0-9]+));/gi)) {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true
  }
  return false
}
