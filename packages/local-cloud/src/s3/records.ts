import { z } from 'zod'
import { CHECKSUM_ALGORITHMS } from './checksums.ts'

const checksum = z.object({
  algorithm: z.enum(CHECKSUM_ALGORITHMS),
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
})

/** A file in a bucket's `data` folder and its bytes. */
const segment = z.object({ file: z.string().regex(/^[0-9a-f-]+$/), size: z.number().int().min(0) })

/** Headers that are stored with an object and sent back: lower-case name to value. */
const headers = z.record(z.string(), z.string())

/** One object as kept on disk. A multipart object has one segment per part, which makes completing it one small write. */
export const objectRecord = z.object({
  key: z.string(),
  /** Without quotes. */
  etag: z.string(),
  /** Bytes. */
  size: z.number().int().min(0),
  /** Milliseconds since the epoch. */
  lastModified: z.number(),
  headers,
  checksum: checksum.optional(),
  segments: z.array(segment),
})

/** One part of an unfinished multipart upload as kept on disk. */
export const partRecord = z.object({
  number: z.number().int().min(1).max(10_000),
  etag: z.string(),
  lastModified: z.number(),
  checksum: checksum.optional(),
  segment,
})

/** An unfinished multipart upload as kept on disk, without its parts. */
export const uploadRecord = z.object({
  id: z.string(),
  key: z.string(),
  /** Milliseconds since the epoch. */
  initiated: z.number(),
  headers,
  algorithm: z.enum(CHECKSUM_ALGORITHMS).optional(),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']),
})

/** A bucket as kept on disk. */
export const bucketRecord = z.object({ name: z.string(), created: z.number() })

export type Segment = z.infer<typeof segment>
export type ObjectRecord = z.infer<typeof objectRecord>
export type PartRecord = z.infer<typeof partRecord>
export type UploadRecord = z.infer<typeof uploadRecord>
export type BucketRecord = z.infer<typeof bucketRecord>
