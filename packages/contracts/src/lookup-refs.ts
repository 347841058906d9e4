import { z } from 'zod'

const count = z.number().int().nonnegative()

/** A looked-up table as one run sees it: an object in S3, the same for every table of the run. */
export const lookupRef = z.object({
  /** Target name of the looked-up table. */
  table: z.string(),
  key: z.string(),
  /** Of the object's text. */
  sha256: z.string(),
  /** Of the key and the columns that this table takes: changes when one of its values may. */
  fingerprint: z.string(),
  rows: count,
  /** Rows that could not be read, so that their keys are missing. */
  leftOut: count,
  /** Of the object's text. */
  bytes: count,
})
export type LookupRef = z.infer<typeof lookupRef>

/** Looked-up table -> fingerprint of what was taken of it. */
export const lookupFingerprints = z.record(z.string(), z.string())
export type LookupFingerprints = z.infer<typeof lookupFingerprints>
